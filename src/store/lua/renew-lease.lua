-- Keeps a lease for another span, if it is still held by this token.
-- KEYS[1] lease
-- ARGV[1] token
-- ARGV[2] span in milliseconds
-- Result: 'ok' or 'lost'
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 'lost' end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 'ok'
