/**
 * For each key two arguments, points and milliseconds. Points above zero are added to a key that lives so long from its first point; below
 * zero they are taken from one that is there; zero only asks. Answers for each key what stands there now and the milliseconds it has left.
 */
export const COUNT = `
local answers = {}
for i, key in ipairs(KEYS) do
  local points = tonumber(ARGV[2 * i - 1])
  local value = 0
  if points > 0 then
    redis.call('SET', key, 0, 'PX', ARGV[2 * i], 'NX')
    value = redis.call('INCRBY', key, points)
  elseif points < 0 and redis.call('EXISTS', key) == 1 then
    value = redis.call('INCRBY', key, points)
  else
    value = tonumber(redis.call('GET', key) or 0)
  end
  answers[2 * i - 1] = value
  answers[2 * i] = math.max(0, redis.call('PTTL', key))
end
return answers
`;

/**
 * Growing pauses of one key, a hash of `count` and `until` that lives so long from its first failure. `attempt free memoryMs longestMs`
 * counts a failure and answers 0, or answers the milliseconds that a pause still lasts and counts nothing. `slowed free` answers 1 or 0.
 * `back` takes one failure back, `forget` all.
 */
export const PAUSE = `
local key, what = KEYS[1], ARGV[1]
if what == 'forget' then
  return redis.call('DEL', key)
end
local count = tonumber(redis.call('HGET', key, 'count') or 0)
if what == 'slowed' then
  return count >= tonumber(ARGV[2]) and 1 or 0
end
if what == 'back' then
  if count > 0 then redis.call('HINCRBY', key, 'count', -1) end
  return 0
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local pausedUntil = tonumber(redis.call('HGET', key, 'until') or 0)
if pausedUntil > now then
  return pausedUntil - now
end
local isNew = redis.call('EXISTS', key) == 0
redis.call('HSET', key, 'count', count + 1)
if isNew then redis.call('PEXPIRE', key, ARGV[3]) end
local excess = count + 1 - tonumber(ARGV[2])
if excess > 0 then
  redis.call('HSET', key, 'until', string.format('%.0f', now + math.min(1000 * 2 ^ excess, tonumber(ARGV[4]))))
end
return 0
`;
