-- Lets reconciling stop, or go on, and appends the event that says so.
-- part: append
-- KEYS[1] state of the watch
-- KEYS[2] events (stream)
-- ARGV[1] state as it shall be (JSON)
-- ARGV[2] event kind
-- ARGV[3] event time
-- ARGV[4] event actor
-- ARGV[5] state that the event names
-- ARGV[6] event origin or ''
-- Result: 'ok' or 'conflict' (it stands or goes on already)
local function stopped(text)
  return text and cjson.decode(text).stopped ~= nil or false
end

if stopped(redis.call('GET', KEYS[1])) == stopped(ARGV[1]) then return 'conflict' end
redis.call('SET', KEYS[1], ARGV[1])
append(KEYS[2], '', ARGV[5], { kind = ARGV[2], at = ARGV[3], actor = ARGV[4], origin = ARGV[6] })
return 'ok'
