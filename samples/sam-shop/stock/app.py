import os

from levels import level_of


def handler(event, context):
    item = event.get("item", "pen")
    return {"item": item, "level": level_of(item), "stage": os.environ.get("STAGE")}
