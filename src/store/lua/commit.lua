-- Replaces a grant by its next version and appends the event.
-- part: record
-- ARGV[1] number
-- ARGV[2] id
-- ARGV[3] record
-- ARGV[4] states that may become the new one, between commas: `,granting,active,`
-- ARGV[5] event kind
-- ARGV[6] event time
-- ARGV[7] event actor
-- ARGV[8] event detail (JSON) or ''
-- ARGV[9] event origin or ''
-- Result: 'ok', 'missing', 'conflict' (another version is stored), 'illegal' (the lifecycle or the identity forbids it)
local n = ARGV[1]
local old = record(n)
if not old then return 'missing' end
local new = cjson.decode(ARGV[3])
if old.v ~= new.v - 1 then return 'conflict' end
if not ARGV[4]:find(',' .. old.s .. ',', 1, true) then return 'illegal' end
for _, fixed in ipairs({ 'a', 'p', 'r', 't' }) do
  if old[fixed] ~= new[fixed] then return 'illegal' end
end

-- What is known of the card may be newer than the version that was read.
if old.m then new.m, new.mv = old.m, old.mv end
new.tc = old.tc
put(n, ARGV[2], old, new, {
  kind = ARGV[5], at = tonumber(ARGV[6]), actor = ARGV[7], detail = ARGV[8] ~= '' and ARGV[8], origin = ARGV[9],
})
return 'ok'
