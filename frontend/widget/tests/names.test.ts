import { expect, test } from 'vitest'
import wire from '../../shared/wire.d.ts?raw'
import names from '../names.json'
import words from '../words/en.json'

/** What is kept in the browser of a visitor, and what the page around the widget calls. */
const outside = 'id text at refused said unsent name email phone topic message start open close identify setLocale on destroy'

test.each(names)('%s, which the build gives a short name, means something to the panel alone', name => {
  expect([...wire.match(/\w+/g)!, ...Object.keys(words), ...outside.split(' ')]).not.toContain(name)
})
