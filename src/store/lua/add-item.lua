-- Keeps what a person did, unless it comes so late that the person was told that it was not kept.
-- KEYS[1] inbox (stream)
-- ARGV[1] latest time, by the clock of Redis, at which it may be kept; milliseconds
-- ARGV[2] kind
-- ARGV[3] user
-- ARGV[4] channel
-- ARGV[5] when it was done, by the bot's clock
-- ARGV[6] facts, sealed
-- Result: 'ok' or 'late'
local time = redis.call('TIME')
if time[1] * 1000 + time[2] / 1000 > tonumber(ARGV[1]) then return 'late' end
redis.call('XADD', KEYS[1], '*', 'kind', ARGV[2], 'user', ARGV[3], 'channel', ARGV[4], 'at', ARGV[5], 'data', ARGV[6])
return 'ok'
