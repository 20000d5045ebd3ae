-- Moves the grants whose deadline has come: lapses, reminds, ends what has expired, alarms about what is late, drops what is told of a pause.
-- part: record
-- ARGV[1] now
-- ARGV[2] most grants to move
-- ARGV[3] business key in capitals
-- Result: {moved, earliest deadline left or ''}
local now, batch, key = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3]
local MINUTE, HOUR = 60000, 3600000
-- So many times the batch are looked at, for removals to overtake what can wait.
local WINDOW = 4

local function changed(g, changes, drop)
  local new = {}
  for name, value in pairs(g) do new[name] = value end
  for _, name in ipairs(drop or {}) do new[name] = nil end
  for name, value in pairs(changes) do new[name] = value end
  new.v = g.v + 1
  return new
end

local function ending(g, at, reason)
  local new = changed(g, { s = 'ending', en = at, er = reason, ng = now + MINUTE }, { 'gu', 'pa', 'x', 'rm', 'rd', 'q', 'xm', 'mo' })
  return new, 'ending', cjson.encode({ reason = reason })
end

-- The first alarm time after now: 1, 2, 4 … 64 minutes after the end, then each hour.
local function nag(ends)
  local offset = MINUTE
  while ends + offset <= now and offset < HOUR do offset = offset * 2 end
  local late = now - ends - offset
  return ends + offset + (late >= 0 and (math.floor(late / HOUR) + 1) * HOUR or 0)
end

local function moved(g)
  if g.s == 'pending' then return changed(g, { s = 'lapsed', ld = g.la }, { 'la' }), 'lapsed' end
  if g.s == 'granting' and g.gu <= now then return ending(g, now, 'policy') end
  if g.s == 'granting' or (g.s == 'ending' and g.ng > now) then return changed(g, {}, { 'pa' }), 'resumed' end
  if g.s == 'active' and g.x <= now then return ending(g, g.x, 'expired') end
  if g.s == 'active' then return changed(g, { rd = true }), 'reminded' end
  return changed(g, { ng = nag(g.en) }), 'overdue', cjson.encode({ late = now - g.en })
end

-- Removals come first, then what is due for the longest.
local function urgency(g)
  return ((g.s == 'granting' and g.gu <= now) or (g.s == 'active' and g.x <= now)) and 1 or 2
end

local function rest(member)
  redis.call('ZREM', DUE, member)
  local field = member:sub(6)
  local text = redis.call('HGET', PAIRS, field)
  local p = text and cjson.decode(text)
  if not p or p.l then return end
  if p.o then
    redis.call('HSET', PAIRS, field, cjson.encode({ g = p.g, o = p.o }))
  else
    redis.call('HDEL', PAIRS, field)
  end
end

local work, urgent = {}, 0
for order, member in ipairs(redis.call('ZRANGEBYSCORE', DUE, '-inf', now, 'LIMIT', 0, batch * WINDOW)) do
  if member:sub(1, 5) == 'pair:' then
    rest(member)
  else
    local read, g = pcall(record, member)
    if not read then
      -- A record that can't be read must not hold up the others.
      redis.call('ZADD', DUE, now + MINUTE, member)
    elseif not g or not deadline(g) then
      redis.call('ZREM', DUE, member)
    else
      local w = { n = member, g = g, urgency = urgency(g), order = order }
      work[#work + 1] = w
      if w.urgency == 1 then urgent = urgent + 1 end
    end
  end
  -- Nothing that follows would overtake these.
  if urgent == batch then break end
end
table.sort(work, function(a, b)
  if a.urgency ~= b.urgency then return a.urgency < b.urgency end
  return a.order < b.order
end)

local count = math.min(batch, #work)
for i = 1, count do
  local w = work[i]
  local new, kind, detail = moved(w.g)
  put(w.n, key .. '-' .. w.n, w.g, new, { kind = kind, at = now, actor = 'hallpass', detail = detail })
end
local first = redis.call('ZRANGE', DUE, 0, 0, 'WITHSCORES')
return { count, first[2] or '' }
