-- Gives a lease back, if it is still held by this token.
-- KEYS[1] lease
-- ARGV[1] token
-- Result: 'ok' or 'lost'
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 'lost' end
redis.call('DEL', KEYS[1])
return 'ok'
