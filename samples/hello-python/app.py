import logging
import platform

logger = logging.getLogger()
logger.setLevel(logging.INFO)


def handler(event, context):
    """Says which Python answered."""
    logger.info("greeting %s", event.get("name", "world"))
    return {
        "message": f"Hello, {event.get('name', 'world')}!",
        "python": platform.python_version(),
        "remaining_ms": context.get_remaining_time_in_millis(),
    }
