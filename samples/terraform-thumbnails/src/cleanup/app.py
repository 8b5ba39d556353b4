import os


def handler(event, context):
    old = [name for name in event.get("thumbnails", []) if name.endswith(".old")]
    print(f"removing {len(old)} thumbnails")
    return {"removed": old, "stage": os.environ.get("STAGE")}
