-- Numbers and stores a request, unless the same person has one open for this asset and ticket that covers it.
-- part: record
-- KEYS[8] number (counter)
-- KEYS[9] person's grants (list)
-- KEYS[10] asset's grants (list)
-- KEYS[11] tickets (hash)
-- KEYS[12] what this very wish became (number), if it was handled before
-- ARGV[1] record
-- ARGV[2] business key in capitals
-- ARGV[3] event kind
-- ARGV[4] event time
-- ARGV[5] event actor
-- ARGV[6] event detail (JSON) or ''
-- ARGV[7] event origin or ''
-- ARGV[8] how long to remember what the wish became, in milliseconds; 0: it can't come again
-- Result: {'ok', number} or {'open', number of the one that is open}
local OPEN = { pending = true, granting = true, active = true }

local function plain(task)
  return (task:gsub('^PROFILE_PLUS_', ''))
end

-- The rule of access/tasks.ts: a superset after normalising, or full control.
local function covers(held, wanted)
  local has = {}
  for task in held:gmatch('[^,]+') do has[plain(task)] = true end
  if has.MANAGE or has.FULL_CONTROL then return true end
  for task in wanted:gmatch('[^,]+') do
    if not has[plain(task)] then return false end
  end
  return true
end

local remember = tonumber(ARGV[8])
local made = remember > 0 and redis.call('GET', KEYS[12])
if made then return { 'ok', made } end

local new = cjson.decode(ARGV[1])
local ticket = redis.call('HGET', KEYS[11], new.t)
local known = ticket and redis.call('HGET', PAIRS, new.a .. ':' .. new.p)
if known then
  -- Only what is both open for the pair and of the ticket is read: neither many tickets nor a long history cost.
  local p = cjson.decode(known)
  local open
  for n in ((p.l or '') .. ',' .. (p.o or '')):gmatch('%d+') do
    local g = (',' .. ticket .. ','):find(',' .. n .. ',', 1, true) and record(n)
    if g and OPEN[g.s] and g.r == new.r and covers(g.k, new.k) then open = math.min(open or n, n) end
  end
  if open then return { 'open', open } end
end

local n = redis.call('INCR', KEYS[8])
put(n, ARGV[2] .. '-' .. n, nil, new, {
  kind = ARGV[3], at = tonumber(ARGV[4]), actor = ARGV[5], detail = ARGV[6] ~= '' and ARGV[6], origin = ARGV[7],
})
redis.call('RPUSH', KEYS[9], n)
redis.call('RPUSH', KEYS[10], n)
redis.call('HSET', KEYS[11], new.t, with(ticket, n))
if remember > 0 then redis.call('SET', KEYS[12], n, 'PX', remember) end
return { 'ok', n }
