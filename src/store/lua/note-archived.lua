-- Keeps how far the events are archived; an older word changes nothing, nor does one of an event that is not here: Redis lost it since it was read.
-- KEYS[1] archived (hash)
-- KEYS[2] events (stream)
-- ARGV[1] number of the archive's last line
-- ARGV[2] hash of that line
-- ARGV[3] id of the event in it
-- Result: 'ok', 'older' or 'missing' (the event is not in the stream)
if tonumber(redis.call('HGET', KEYS[1], 'seq') or 0) > tonumber(ARGV[1]) then return 'older' end
if #redis.call('XRANGE', KEYS[2], ARGV[3], ARGV[3]) == 0 then return 'missing' end
redis.call('HSET', KEYS[1], 'seq', ARGV[1], 'head', ARGV[2], 'event', ARGV[3])
return 'ok'
