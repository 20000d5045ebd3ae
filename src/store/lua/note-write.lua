-- Keeps what a person held before Hallpass (the first note wins, later ones may only take from it) and when Meta was written to.
-- KEYS[1] pairs (hash)
-- KEYS[2] due (sorted set)
-- ARGV[1] field of the pair
-- ARGV[2] generation that the write was planned from
-- ARGV[3] baseline, tasks between commas
-- ARGV[4] time of the write
-- ARGV[5] when a pair without live grants may be forgotten
-- ARGV[6] tasks of the baseline that somebody else took away, between commas
-- ARGV[7] tasks that this write takes away to give them back, between commas
-- ARGV[8] lease under which something is given, or ''
-- ARGV[9] tasks that are given, between commas
-- ARGV[10] what time it is by the clock of ARGV[4]; what is given is noted by the server's, since workers' clocks differ
-- Result: 'ok' or 'conflict' (the generation moved on)
local text = redis.call('HGET', KEYS[1], ARGV[1])
local p = text and cjson.decode(text) or { g = 0 }
if p.g ~= tonumber(ARGV[2]) then return 'conflict' end
local kept = {}
for task in (p.b or ARGV[3]):gmatch('[^,]+') do
  if not (',' .. ARGV[6] .. ','):find(',' .. task .. ',', 1, true) then kept[#kept + 1] = task end
end
p.b = table.concat(kept, ',')
-- What leads let stand is lost like the rest, though it is not written down with the baseline.
for task in ARGV[6]:gmatch('[^,]+') do
  if not (',' .. (p.sl or '') .. ','):find(',' .. task .. ',', 1, true) then p.sl = (p.sl and p.sl .. ',' or '') .. task end
end
p.k = ARGV[7] ~= '' and ARGV[7] or nil
p.w = tonumber(ARGV[4])
if ARGV[8] ~= '' then
  local others = {}
  for _, giving in ipairs(p.gv or {}) do
    if giving[1] ~= ARGV[8] then others[#others + 1] = giving end
  end
  local now = redis.call('TIME')
  local at = p.w + now[1] * 1000 + math.floor(now[2] / 1000) - tonumber(ARGV[10])
  others[#others + 1] = { ARGV[8], at, ARGV[9] }
  p.gv = others
end
redis.call('HSET', KEYS[1], ARGV[1], cjson.encode(p))
if not p.l then redis.call('ZADD', KEYS[2], ARGV[5], 'pair:' .. ARGV[1]) end
return 'ok'
