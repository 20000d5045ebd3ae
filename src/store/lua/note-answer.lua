-- Forgets what a lease was giving, once nothing that was sent under it can arrive any more.
-- KEYS[1] pairs (hash)
-- ARGV[1] field of the pair
-- ARGV[2] lease
-- Result: 'ok' or 'missing' (nobody is giving)
local text = redis.call('HGET', KEYS[1], ARGV[1])
local p = text and cjson.decode(text)
if not p or not p.gv then return 'missing' end
local others = {}
for _, giving in ipairs(p.gv) do
  if giving[1] ~= ARGV[2] then others[#others + 1] = giving end
end
p.gv = #others > 0 and others or nil
redis.call('HSET', KEYS[1], ARGV[1], cjson.encode(p))
return 'ok'
