-- Tells what time it is at the server that holds a key, there or not.
-- KEYS[1] key
-- Result: seconds and microseconds
redis.call('EXISTS', KEYS[1])
return redis.call('TIME')
