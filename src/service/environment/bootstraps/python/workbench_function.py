"""Loads the handler and runs it: arguments, results and errors as Lambda's runtime client for Python has them."""

import importlib
import os
import sys
import time

import workbench_log
from workbench_json import dumps, loads
from workbench_log import TEXT_FRAME, log_error, write_frame


_RUNTIME_FOLDER = os.path.dirname(__file__)


class Fault(Exception):
    """An error that the runtime itself raises."""

    def __init__(self, error_type, message, trace=None):
        super().__init__(message)
        self.error_type = error_type
        self.message = message
        self.trace = trace


def load_handler(name):
    """`package/module.function`, relative to the task root. Raises Fault, or what the module itself raised."""
    try:
        module_name, function_name = name.rsplit(".", 1)
    except ValueError as error:
        raise Fault("Runtime.MalformedHandlerName", "Bad handler '%s': %s" % (name, error)) from None
    if module_name.split(".")[0] in sys.builtin_module_names:
        raise Fault(
            "Runtime.BuiltInModuleConflict", "Cannot use built-in module %s as a handler module" % module_name
        )
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise Fault(
            "Runtime.ImportModuleError", "Unable to import module '%s': %s" % (module_name, error)
        ) from None
    except SyntaxError as error:
        trace = ['  File "%s" Line %s\n    %s' % (error.filename, error.lineno, error.text)]
        raise Fault(
            "Runtime.UserCodeSyntaxError", "Syntax error in module '%s': %s" % (module_name, error), trace
        ) from None
    try:
        return getattr(module, function_name)
    except AttributeError:
        raise Fault(
            "Runtime.HandlerNotFound", "Handler '%s' missing on module '%s'" % (function_name, module_name)
        ) from None


class Fields:
    """An object with exactly the given attributes, for the parts of a context."""

    def __init__(self, names, values):
        for name in names:
            setattr(self, name, values.get(name))

    def __repr__(self):
        return "%s(%s)" % (type(self).__name__, ",".join("%s=%r" % field for field in vars(self).items()))


class LambdaContext:
    def __init__(self, headers):
        environment = os.environ
        self.aws_request_id = headers.get("lambda-runtime-aws-request-id")
        self.log_group_name = environment.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = environment.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.function_name = environment.get("AWS_LAMBDA_FUNCTION_NAME")
        self.memory_limit_in_mb = environment.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.function_version = environment.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.invoked_function_arn = headers.get("lambda-runtime-invoked-function-arn")
        self.tenant_id = headers.get("lambda-runtime-aws-tenant-id")
        self.client_context = self._client_context(headers.get("lambda-runtime-client-context"))
        self.identity = self._identity(headers.get("lambda-runtime-cognito-identity"))
        self._deadline_ms = int(headers["lambda-runtime-deadline-ms"])

    @staticmethod
    def _client_context(text):
        if not text:
            return None
        fields = Fields(("custom", "env", "client"), _parse(text, "Client Context"))
        if fields.client is not None:
            names = ("installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name")
            fields.client = Fields(names, fields.client)
        return fields

    @staticmethod
    def _identity(text):
        identity = _parse(text, "Cognito Identity") if text else {}
        names = {"cognito_identity_id": "cognitoIdentityId", "cognito_identity_pool_id": "cognitoIdentityPoolId"}
        return Fields(names, {name: identity.get(wire) for name, wire in names.items()})

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline_ms - int(time.time() * 1000))

    def log(self, message):
        write_frame(TEXT_FRAME, str(message))

    def __repr__(self):
        return "LambdaContext([%s])" % ",".join(
            "%s=%s" % (name, value) for name, value in vars(self).items() if not name.startswith("_")
        )


def _parse(text, what):
    try:
        return loads(text)
    except ValueError as error:
        raise Fault(
            "Runtime.LambdaContextUnmarshalError", "Unable to parse %s JSON: %s" % (what, error)
        ) from None


def _number(value):
    """Numbers of the decimal module are numbers in JSON as well."""
    decimal = sys.modules.get("decimal")
    if decimal is not None and isinstance(value, decimal.Decimal):
        is_whole = value.is_finite() and value == value.to_integral_value()
        return int(value) if is_whole else float(value)
    raise TypeError("Object of type %s is not JSON serializable" % type(value).__name__)


def encode(value):
    try:
        return dumps(value, os.environ.get("AWS_EXECUTION_ENV") in _ASCII_RUNTIMES, _number)
    except Exception as error:
        raise Fault("Runtime.MarshalError", "Unable to marshal response: %s" % error) from None


# Up to Python 3.11 the runtime escapes everything that is not ASCII.
_ASCII_RUNTIMES = frozenset("AWS_Lambda_python3.%d" % minor for minor in range(6, 12))


def error_of(exception, request_id):
    """The error object of the Runtime API, without the frames of this file."""
    if isinstance(exception, Fault):
        error_type, message, trace = exception.error_type, exception.message, exception.trace
    else:
        import traceback

        frames = traceback.extract_tb(exception.__traceback__)
        while frames and os.path.dirname(frames[0].filename) == _RUNTIME_FOLDER:
            frames.pop(0)
        error_type, message = type(exception).__name__, str(exception)
        trace = traceback.format_list([(f.filename, f.lineno, f.name, f.line) for f in frames])
    return {
        "errorMessage": message or "",
        "errorType": error_type or "",
        "requestId": request_id or "",
        "stackTrace": trace or [],
    }


def handle(client, handler, headers, body):
    request_id = headers.get("lambda-runtime-aws-request-id")
    workbench_log.request_id = request_id
    workbench_log.tenant_id = headers.get("lambda-runtime-aws-tenant-id")
    trace_id = headers.get("lambda-runtime-trace-id")
    if trace_id is not None:
        os.environ["_X_AMZN_TRACE_ID"] = trace_id
    try:
        context = LambdaContext(headers)
        try:
            event = loads(body)
        except ValueError as error:
            raise Fault("Runtime.UnmarshalError", "Unable to unmarshal input: %s" % error) from None
        result = handler(event, context)
        if isinstance(result, bytes):
            response, content_type = result, "application/unknown"
        else:
            response, content_type = encode(result).encode("utf-8", "backslashreplace"), "application/json"
    except Exception as exception:
        error = error_of(exception, request_id)
        log_error(error)
        client.fail("/invocation/%s/error" % request_id, error)
        return
    status = client.respond(request_id, response, content_type)
    if status != 202:
        message = "Failed to post handler success response. Http response code: %d." % status
        write_frame(TEXT_FRAME, "[ERROR] [%d] LAMBDA_RUNTIME %s\n" % (time.time() * 1000, message))
