-- Records, events, deadlines and indexes: what the scripts share that change a grant's state.
-- KEYS[1] prefix of the grants' records
-- KEYS[2] pairs (hash)
-- KEYS[3] due (sorted set)
-- KEYS[4] pending (sorted set)
-- KEYS[5] events (stream)
-- KEYS[6] prefix of the assets' open grants (sorted sets of the numbers of what is not over)
-- KEYS[7] ending (sorted set: what must be gone and is not seen to be, by its end)
-- Short names of a record are those of codec.ts; `e` holds the ids of its events.
-- part: ids
-- part: append
local RECORD, PAIRS, DUE, PENDING, EVENTS, OPEN_ON, ENDING = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7]
-- How long a pair's baseline is kept after its last grant ended, since Meta's reads may lag.
local PAIR_REST = 300000
-- After a pause of Meta's the work that waited mostly says something newer at once.
local PAUSE_REST = 30000
local LIVE = { granting = true, active = true, ending = true }
local SHIFTS = { granting = true, ending = true, failed = true, ended = true }

local function record(n)
  local text = redis.call('GET', RECORD .. n)
  return text and cjson.decode(text)
end

-- When the word that Meta asks to wait goes, if nothing newer was said by then; that of a refused token has no such time.
local function resumes(g)
  return g.pa and g.pa['until'] and g.pa['until'] + PAUSE_REST
end

local function deadline(g)
  if g.s == 'pending' then return g.la end
  if g.s == 'granting' then return math.min(g.gu, resumes(g) or g.gu) end
  if g.s == 'active' then return g.rd and g.x or math.min(g.rm, g.x) end
  if g.s == 'ending' then return math.min(g.ng, resumes(g) or g.ng) end
end

-- A list of numbers is the text `12,15`.
local function without(list, n)
  local left = (',' .. (list or '') .. ','):gsub(',' .. n .. ',', ',', 1):sub(2, -2)
  return left ~= '' and left or nil
end

local function with(list, n)
  return list and (list .. ',' .. n) or tostring(n)
end

-- Tells whether what should be held at Meta changes.
local function shifts(old, new)
  if old.s ~= new.s then return SHIFTS[new.s] end
  return new.s == 'active' and (old.x ~= new.x or old.k ~= new.k)
end

-- Keeps the pair's grants, generation and rest in step with a change of grant n.
local function pair(n, old, new, at)
  local field = new.a .. ':' .. new.p
  local text = redis.call('HGET', PAIRS, field)
  local p = text and cjson.decode(text) or { g = 0 }
  local lived = p.l
  if not old or old.s ~= new.s then
    p.o = without(p.o, n)
    if new.s == 'pending' then p.o = with(p.o, n) end
    if not LIVE[new.s] then
      p.l = without(p.l, n)
    elseif not (old and LIVE[old.s]) then
      p.l = with(p.l, n)
    end
  end
  if old and shifts(old, new) then p.g = p.g + 1 end
  if p.g == 0 and not p.o and not p.b then
    redis.call('HDEL', PAIRS, field)
    return
  end
  redis.call('HSET', PAIRS, field, cjson.encode(p))
  if p.l then
    if not lived then redis.call('ZREM', DUE, 'pair:' .. field) end
  elseif lived then
    redis.call('ZADD', DUE, at + PAIR_REST, 'pair:' .. field)
  elseif old and p.g > 0 then
    redis.call('ZADD', DUE, 'NX', at + PAIR_REST, 'pair:' .. field)
  end
end

-- Stores `new` in place of `old` (nil: there was none) and appends the event, which has kind, at, actor, detail and origin.
local function put(n, id, old, new, event)
  local stream_id = append(EVENTS, id, new.s, event)
  local open = OPEN_ON .. new.a
  if LIVE[new.s] or new.s == 'pending' then redis.call('ZADD', open, n, n) else redis.call('ZREM', open, n) end
  -- Of accesses that end in one instant only the last sees the asset unused, so exactly one offers to leave it.
  if new.lv and old.s ~= new.s and redis.call('EXISTS', open) == 1 then new.lv = nil end
  new.e = with_id(old and old.e, stream_id)
  redis.call('SET', RECORD .. n, cjson.encode(new))

  local due = deadline(new)
  if due then redis.call('ZADD', DUE, due, n) else redis.call('ZREM', DUE, n) end
  if new.s == 'pending' then
    redis.call('ZADD', PENDING, n, n)
  elseif old.s == 'pending' then
    redis.call('ZREM', PENDING, n)
  end
  if new.s == 'ending' then
    redis.call('ZADD', ENDING, new.en, n)
  elseif old and old.s == 'ending' then
    redis.call('ZREM', ENDING, n)
  end
  if not old or old.s ~= new.s or shifts(old, new) then pair(n, old, new, event.at) end
end
