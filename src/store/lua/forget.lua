-- Forgets a grant that is over and whose events are all older than that, with its events and its places in the indexes.
-- part: ids
-- KEYS[1] record
-- KEYS[2] events (stream)
-- KEYS[3] person's grants (list)
-- KEYS[4] asset's grants (list)
-- KEYS[5] tickets (hash)
-- ARGV[1] number
-- ARGV[2] states from which no other follows, between commas: `,ended,denied,`
-- ARGV[3] when the youngest of its events must have been, in milliseconds, left out
-- Result: 'ok', 'missing', 'open' (it is not over) or 'young'
local text = redis.call('GET', KEYS[1])
if not text then return 'missing' end
local g = cjson.decode(text)
if not ARGV[2]:find(',' .. g.s .. ',', 1, true) then return 'open' end
local ids, last = ids_of(g.e or '')
if last >= tonumber(ARGV[3]) then return 'young' end
for _, id in ipairs(ids) do redis.call('XDEL', KEYS[2], id) end
redis.call('LREM', KEYS[3], 1, ARGV[1])
redis.call('LREM', KEYS[4], 1, ARGV[1])
local known = redis.call('HGET', KEYS[5], g.t)
local left = known and (',' .. known .. ','):gsub(',' .. ARGV[1] .. ',', ',', 1):sub(2, -2) or ''
if left ~= '' then redis.call('HSET', KEYS[5], g.t, left) else redis.call('HDEL', KEYS[5], g.t) end
redis.call('DEL', KEYS[1])
return 'ok'
