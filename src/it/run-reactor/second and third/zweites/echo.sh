echo "<$1> <$2>"; echo done > "outputs/größe 1.txt"
