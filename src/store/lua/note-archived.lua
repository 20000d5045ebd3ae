-- Keeps how far the events are archived; an older word changes nothing.
-- KEYS[1] archived (hash)
-- ARGV[1] number of the archive's last line
-- ARGV[2] hash of that line
-- ARGV[3] id of the event in it
-- Result: 'ok' or 'older'
if tonumber(redis.call('HGET', KEYS[1], 'seq') or 0) > tonumber(ARGV[1]) then return 'older' end
redis.call('HSET', KEYS[1], 'seq', ARGV[1], 'head', ARGV[2], 'event', ARGV[3])
return 'ok'
