-- Remembers where the card of a grant is and which version it shows.
-- An older version of the same card changes nothing, and one that a failover has forgotten counts as none, so that the card is drawn again.
-- KEYS[1] record
-- ARGV[1] ts of the card
-- ARGV[2] version that it shows
-- Result: 'ok' or 'missing'
local text = redis.call('GET', KEYS[1])
if not text then return 'missing' end
local g = cjson.decode(text)
local version = tonumber(ARGV[2])
if version > g.v then version = 0 end
if g.m == ARGV[1] and (g.mv or 0) >= version then return 'ok' end
g.m, g.mv = ARGV[1], version
redis.call('SET', KEYS[1], cjson.encode(g))
return 'ok'
