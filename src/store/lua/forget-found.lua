-- Forgets an event about what was found, once neither a finding nor anything that stands is left of it.
-- KEYS[1] findings (hash)
-- KEYS[2] standing (hash)
-- KEYS[3] events (stream)
-- KEYS[4] ids of the events about the asset (sorted set)
-- ARGV[1] field of the finding
-- ARGV[2] id of the event
-- Result: 'ok' or 'open' (it is not over)
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 or redis.call('HEXISTS', KEYS[2], ARGV[1]) == 1 then return 'open' end
redis.call('XDEL', KEYS[3], ARGV[2])
redis.call('ZREM', KEYS[4], ARGV[2])
return 'ok'
