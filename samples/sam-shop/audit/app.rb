def handler(event:, context:)
  puts "auditing #{event['what']}"
  { audited: event['what'], stage: ENV['STAGE'] }
end
