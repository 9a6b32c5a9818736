def read(path):
    with open(path) as table:
        return [float(line.split(',')[1]) for line in list(table)[1:]]
