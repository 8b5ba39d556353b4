# frozen_string_literal: true

# What runs inside an execution environment of a Ruby function: loads the handler and feeds it invocations.
#
# Standard library only, Ruby 3.0 and later. Behaviour and texts follow Lambda's runtime client for Ruby.

require 'json'
require 'logger'
require 'socket'
require 'stringio'

module Workbench
  # The log pipe. The frame is described in bootstraps/node/logPipe.ts.
  module LogPipe
    TEXT = 0xa55a0003
    MARK = 0xa55aff01
    PIPE = IO.for_fd(1, 'wb', autoclose: false).tap { |pipe| pipe.sync = true }

    class << self
      # One log event, whatever is in it.
      def write(message)
        frame(TEXT, message.to_s)
      end

      # Says that everything written before belongs to what is now finished.
      def mark
        frame(MARK, '')
      end

      private

      def frame(type, message)
        microseconds = Process.clock_gettime(Process::CLOCK_REALTIME, :microsecond)
        PIPE.write([type, message.bytesize, microseconds].pack('NNQ>') + message.b)
      end
    end
  end

  # A process that was started before anybody knew for which function waits here. It takes the function's variables and
  # folder, and goes on as if it had been started with them.
  module Spare
    CHANNEL = 'LAMBDA_WORKBENCH_SPARE'

    class << self
      def await_function
        return unless ENV.key?(CHANNEL)

        channel = IO.for_fd(Integer(ENV.fetch(CHANNEL)), 'rb')
        LogPipe.mark
        message = channel.read
        # Nobody is there any more who could have a function.
        exit!(0) if message.empty?
        channel.close
        take(JSON.parse(message.force_encoding(Encoding::UTF_8)))
      end

      private

      # The search paths are read when Ruby starts.
      def take(function)
        ENV.replace(function.fetch('environment'))
        Dir.chdir(function.fetch('folder'))
        $LOAD_PATH.unshift(*ENV.fetch('RUBYLIB', '').split(File::PATH_SEPARATOR))
        Gem.clear_paths
      end
    end
  end

  Spare.await_function

  # The Runtime API over one kept-alive socket: Net::HTTP would cost more to load than all the rest.
  class RuntimeClient
    BASE = '/2018-06-01/runtime'

    def initialize(address)
      @address = address
      host, port = address.split(':')
      @socket = TCPSocket.new(host, Integer(port))
      @socket.setsockopt(Socket::IPPROTO_TCP, Socket::TCP_NODELAY, 1)
    end

    # The headers, with names in lower case, and the body.
    def next_invocation
      request('GET', '/invocation/next')
    end

    def respond(request_id, body, content_type)
      request('POST', "/invocation/#{request_id}/response", body, 'Content-Type' => content_type)
    end

    def fail(path, error)
      request('POST', path, JSON.generate(error.payload),
              'Content-Type' => 'application/vnd.aws.lambda.error+json',
              'Lambda-Runtime-Function-Error-Type' => error.runtime_type)
    end

    private

    def request(method, path, body = nil, headers = {})
      head = +"#{method} #{BASE}#{path} HTTP/1.1\r\nHost: #{@address}\r\n"
      headers.each { |name, value| head << "#{name}: #{value}\r\n" }
      head << "Content-Length: #{body.bytesize}\r\n" if body
      @socket.write(head << "\r\n", body.to_s)
      answer
    end

    def answer
      line
      headers = {}
      until (text = line).empty?
        name, value = text.split(':', 2)
        headers[name.downcase] = value.strip
      end
      length = headers['content-length'].to_i
      [headers, length.zero? ? '' : @socket.read(length).force_encoding(Encoding::UTF_8)]
    end

    # The process ends with the connection: then the service is gone.
    def line
      (@socket.gets("\r\n") || exit!(1)).chomp("\r\n")
    end
  end

  # What a handler is told about its invocation.
  class Context
    attr_reader :aws_request_id, :invoked_function_arn, :log_group_name, :log_stream_name, :function_name,
                :memory_limit_in_mb, :function_version, :identity, :client_context, :deadline_ms, :tenant_id

    def initialize(headers)
      @aws_request_id = headers['lambda-runtime-aws-request-id']
      @invoked_function_arn = headers['lambda-runtime-invoked-function-arn']
      @deadline_ms = headers['lambda-runtime-deadline-ms'].to_i
      @tenant_id = headers['lambda-runtime-aws-tenant-id']
      @log_group_name = ENV['AWS_LAMBDA_LOG_GROUP_NAME']
      @log_stream_name = ENV['AWS_LAMBDA_LOG_STREAM_NAME']
      @function_name = ENV['AWS_LAMBDA_FUNCTION_NAME']
      @memory_limit_in_mb = ENV['AWS_LAMBDA_FUNCTION_MEMORY_SIZE']
      @function_version = ENV['AWS_LAMBDA_FUNCTION_VERSION']
      @identity = parsed(headers['lambda-runtime-cognito-identity'])
      @client_context = parsed(headers['lambda-runtime-client-context'])
    end

    def get_remaining_time_in_millis
      [@deadline_ms - Process.clock_gettime(Process::CLOCK_REALTIME, :millisecond), 0].max
    end

    private

    def parsed(json)
      json && JSON.parse(json)
    end
  end

  # An error as the Runtime API and the log are told of it.
  class Failure
    # Other classes are the function's own business: the service is told of none by name.
    NAMED = %w[ArgumentError NoMethodError Exception StandardError NameError LoadError SystemExit
               SystemStackError].freeze
    FRAMES = 100

    attr_reader :payload

    # `phase` is Function or Init.
    def initialize(error, phase)
      @name = error.class.to_s
      @type = "#{phase}<#{@name}>"
      @payload = { errorMessage: error.message, errorType: @type, stackTrace: frames(error) }
    end

    def runtime_type
      NAMED.include?(@name) ? @type : 'Function<UserException>'
    end

    def log(message)
      LogPipe.write("#{message}\n")
      LogPipe.write("#{JSON.pretty_generate(@payload)}\n")
    end

    private

    # The function's part of the stack: below it are the frames of this file.
    def frames(error)
      lines = (error.backtrace_locations || error.backtrace || []).map(&:to_s)
      lines.take_while { |line| !line.start_with?(__FILE__) }.first(FRAMES)
    end
  end

  # `file.method` or `file.Class.method`, relative to the task root.
  class Handler
    def initialize(name)
      parts = name.split('.')
      @file, @class_name, @method = parts.size == 3 ? parts : [parts[0], nil, parts[1]]
      return if [2, 3].include?(parts.size)

      raise ArgumentError, "Invalid handler #{parts}, must be of form FILENAME.METHOD or FILENAME.CLASS.METHOD where " \
                           'FILENAME corresponds with an existing Ruby source file FILENAME.rb, CLASS is an optional ' \
                           'module/class namespace and METHOD is a callable method. If using CLASS, METHOD must be a ' \
                           'class-level method.'
    end

    def load
      require @file
    end

    # Body and content type of the response.
    def call(event, context)
      receiver = @class_name ? Kernel.const_get(@class_name) : TOPLEVEL_BINDING.receiver
      response = receiver.__send__(@method, event: event, context: context)
      return [response.read, 'application/unknown'] if response.is_a?(StringIO) || response.is_a?(IO)

      [response.to_json, 'application/json']
    end
  end

  # Lines of the standard logger as Lambda writes them: each one event, with the id of the request.
  module Logging
    IS_JSON = ENV['AWS_LAMBDA_LOG_FORMAT'] == 'JSON'

    class << self
      attr_accessor :request_id

      def text(severity, time, progname, message)
        format("%s, [%s #%d] %5s %s -- %s: %s\n", severity[0], time.strftime('%Y-%m-%dT%H:%M:%S.%6N'), Process.pid,
               severity, request_id, progname, message)
      end

      def json(severity, time, progname, message)
        text = message.is_a?(Exception) ? message.message : text_of(message)
        line = { timestamp: time.utc.strftime('%Y-%m-%dT%H:%M:%S.%6NZ'), level: severity, message: text,
                 requestId: request_id, logger: progname }
        line.merge!(error_fields(message)) if message.is_a?(Exception)
        "#{JSON.generate(line.compact)}\n"
      end

      # As Ruby's own formatter writes what is no text.
      def text_of(message)
        message.is_a?(String) ? message : Logger::Formatter.new.send(:msg2str, message)
      end

      private

      def error_fields(error)
        place = error.backtrace&.first
        file, number, method = place&.match(/\A(.+):(\d+):in [`'](.+)'\z/)&.captures
        { errorType: error.class.to_s, errorMessage: error.message, stackTrace: Array(error.backtrace),
          location: file ? "#{file}:#{method}:#{number}" : place }
      end
    end

    # A logger that was given standard output, or nothing, writes whole events.
    module Patch
      def initialize(device = nil, *rest, **options)
        return super unless device.nil? || device == $stdout || device == $stderr

        options[:level] ||= ENV['AWS_LAMBDA_LOG_LEVEL']&.sub('TRACE', 'DEBUG') || 'DEBUG'
        super(LogPipeDevice.new, *rest, **options)
        @default_formatter = FORMATTER
      end
    end

    FORMATTER = lambda do |severity, time, progname, message|
      next Logging.json(severity, time, progname, message) if IS_JSON

      Logging.text(severity, time, progname, Logging.text_of(message))
    end

    # What a logger needs of its device.
    class LogPipeDevice
      def write(message)
        LogPipe.write(message)
      end

      def close; end
    end
  end

  # Feeds the handler one invocation after the other, until the process is ended.
  class Loop
    def initialize(client, handler)
      @client = client
      @handler = handler
    end

    def run
      loop do
        LogPipe.mark
        headers, body = @client.next_invocation
        ENV['_X_AMZN_TRACE_ID'] = headers['lambda-runtime-trace-id']
        Logging.request_id = headers['lambda-runtime-aws-request-id']
        handle(headers, body)
      end
    end

    private

    def handle(headers, body)
      request_id = headers['lambda-runtime-aws-request-id']
      response, content_type = @handler.call(JSON.parse(body), Context.new(headers))
      @client.respond(request_id, response, content_type)
    rescue NameError, NoMethodError => e
      give_up(request_id, e)
    rescue StandardError => e
      report(request_id, e, 'Error raised from handler method')
    rescue Exception => e # rubocop:disable Lint/RescueException
      give_up(request_id, e)
    end

    def report(request_id, error, message)
      failure = Failure.new(error, 'Function')
      failure.log(message)
      @client.fail("/invocation/#{request_id}/error", failure)
    end

    # What is no mistake of one invocation ends the process, as on Lambda.
    def give_up(request_id, error)
      report(request_id, error, 'Critical exception from handler')
      LogPipe.mark
      exit!(255)
    end
  end

  def self.start
    $stderr.reopen($stdout)
    $stdout.sync = $stderr.sync = true
    Logger.prepend(Logging::Patch)
    $LOAD_PATH.unshift(ENV.fetch('LAMBDA_TASK_ROOT'))
    client = RuntimeClient.new(ENV.fetch('AWS_LAMBDA_RUNTIME_API'))
    begin
      handler = Handler.new(ENV.fetch('_HANDLER'))
      handler.load
    rescue Exception => e # rubocop:disable Lint/RescueException
      failure = Failure.new(e, 'Init')
      failure.log('Init error when loading handler ')
      client.fail('/init/error', failure)
      exit!(252)
    end
    Loop.new(client, handler).run
  end
end

module Kernel
  # One call is one log event, however many lines it has.
  def puts(*lines)
    return $stdout.puts(*lines) unless $stdout.equal?(STDOUT)

    text = lines.flatten.map { |line| line.to_s.encode('UTF-8') }.join("\n")
    Workbench::LogPipe.write(text.end_with?("\n") ? text : "#{text}\n")
    nil
  end
end

Workbench.start
