(() => {
  // a
  let b = 1; /* c
 */ f( b, d )
  return /[/]\/ a/g.test(`x ${ `c` + "}" }`)
})()
