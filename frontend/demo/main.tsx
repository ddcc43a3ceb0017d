/** The demo page: somebody's shop with livechat on it, and a strip that says what to try. */

import { render } from 'preact'
import '../shared/tokens.css'
import './demo.css'
import './strip.css'
import { dress } from './dress'
import { Shop } from './Shop'
import { Strip } from './Strip'
import { weigh } from './weight'

dress()
weigh()
render(
  <>
    <Strip />
    <Shop />
  </>,
  document.body,
)
