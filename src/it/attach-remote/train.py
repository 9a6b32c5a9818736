import os
os.makedirs("outputs", exist_ok=True)
open("outputs/who", "w").write(os.environ.get("HOME", ""))
