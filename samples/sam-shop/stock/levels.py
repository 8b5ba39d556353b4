def level_of(item):
    return len(item) * 10
