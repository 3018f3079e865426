-- wrk asks again after 50 to 150 ms, as the others do.
function delay()
  return math.random(50, 150)
end
