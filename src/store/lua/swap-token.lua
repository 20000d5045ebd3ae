-- Puts a sealed token in the place of another one, unless somebody was faster.
-- KEYS[1] tokens (hash)
-- ARGV[1] field
-- ARGV[2] what should stand there; empty: nothing
-- ARGV[3] what shall stand there; empty: nothing
-- Result: 'ok' or 'conflict'
if (redis.call('HGET', KEYS[1], ARGV[1]) or '') ~= ARGV[2] then return 'conflict' end
if ARGV[3] == '' then
  redis.call('HDEL', KEYS[1], ARGV[1])
else
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
end
return 'ok'
