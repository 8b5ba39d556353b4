"""Records of `logging` as JSON, with the members that Lambda's runtime client for Python gives them, in its order."""

import json
import time

# Attributes of every record; what a caller adds with `extra` becomes a member of the line.
_STANDARD = frozenset(
    (
        "name",
        "msg",
        "args",
        "levelname",
        "levelno",
        "pathname",
        "filename",
        "module",
        "exc_info",
        "exc_text",
        "stack_info",
        "lineno",
        "funcName",
        "created",
        "msecs",
        "relativeCreated",
        "thread",
        "threadName",
        "processName",
        "process",
        "aws_request_id",
        "tenant_id",
    )
)


def formatter(logging):
    encode = json.JSONEncoder(ensure_ascii=False).encode

    class JsonFormatter(logging.Formatter):
        def format(self, record):
            # Levels between the known ones count as the one below.
            level = min(50, max(0, record.levelno)) // 10 * 10
            line = {
                "timestamp": "%s.%03dZ"
                % (time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)), int(record.created * 1000) % 1000),
                "level": logging.getLevelName(level),
                "message": record.getMessage(),
                "logger": record.name,
            }
            if record.exc_info:
                import traceback

                kind, error, trace = record.exc_info
                line["stackTrace"] = traceback.format_tb(trace)
                line["errorType"] = kind.__name__
                line["errorMessage"] = str(error)
            line["requestId"] = getattr(record, "aws_request_id", None)
            line["tenantId"] = getattr(record, "tenant_id", None)
            if record.exc_info:
                line["location"] = "%s:%s:%s" % (record.pathname, record.funcName, record.lineno)
            for name, value in vars(record).items():
                if name not in _STANDARD and name not in line:
                    line[name] = value
            return encode({name: value for name, value in line.items() if value is not None}) + "\n"

    return JsonFormatter()
