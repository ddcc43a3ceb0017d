import { expect, test } from 'vitest'
import wire from '../../shared/wire.d.ts?raw'
import names from '../names.json'
import words from '../words/en.json'

const travelling = wire.match(/\b\w+(?=\??:)/g)!

/** What is kept in the browser of a visitor, what his tabs tell each other, and what the page around the widget calls. */
const outside = 'from into wants by state on channel data id text at refused said unsent name email phone topic message start open close identify setLocale destroy'

test.each(names)('%s, which the build gives a short name, means something to the panel alone', name => {
  expect([...travelling, ...Object.keys(words), ...outside.split(' ')]).not.toContain(name)
})
