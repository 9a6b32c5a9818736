print("never printed: there is no such Python")
