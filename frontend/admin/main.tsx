/** Starts the console. */

import { render } from 'preact'
import { createAsk } from '../shared/api'
import { App } from './App'
import { keepToTheWay } from './entrance'
import { follow } from './navigation'
import { applySettings } from './settings'
import { allowSound } from './sound'
import { createWorkplace } from './workplace'
import '../shared/tokens.css'
import '../shared/chat.css'
import './styles/base.css'
import './styles/buttons.css'
import './styles/forms.css'
import './styles/layout.css'
import './styles/list.css'
import './styles/rows.css'
import './styles/notes.css'
import './styles/talk.css'
import './styles/visitor.css'
import './styles/statistics.css'
import './styles/dialogs.css'

applySettings()
allowSound()
follow()

const workplace = createWorkplace(createAsk())
keepToTheWay(workplace.account)
void workplace.open()

const root = document.getElementById('console')
if (root !== null) render(<App workplace={workplace} />, root)
