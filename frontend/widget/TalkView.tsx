/** The conversation, and at its foot the field to write in, or why there is none. */

import type { VNode } from 'preact'
import { Composer } from '../shared/ui/Composer'
import { Conversation } from '../shared/ui/Conversation'
import type { MessageView } from '../shared/views'
import type { Talk } from './opening'
import type { Visit } from './visit'
import { chatWords, say, times } from './words'

export function TalkView({ talk, visit, fleeting }: { talk: Talk; visit: Visit; fleeting: boolean }): VNode {
  if (talk.phase.value === 'gone') return <Restart title={say('gone')} visit={visit} />
  const { team, availability } = visit.config.value!
  const closed = talk.closed.value
  const answering = new Set(talk.messages.value.filter(isAnswer).map(message => message.sender_name))
  return (
    <>
      <Conversation
        chat={talk}
        self="guest"
        words={chatWords.value}
        times={times.value}
        nameOf={message => (isAnswer(message) && answering.size > 1 ? message.sender_name : null)}
        beginning={
          <div class="lc-beginning">
            <p>{team.greeting || say('greeting')}</p>
            {!availability.online && <p>{say('away.hint')}</p>}
            {fleeting && <p>{say('fleeting')}</p>}
          </div>
        }
        end={
          closed && (
            <p class="lc-end">
              {say(`closed.${closed.by ?? 'system'}`)} · <time dateTime={closed.at}>
                {times.value.day(closed.at)}, {times.value.clock(closed.at)}
              </time>
            </p>
          )
        }
      />
      {closed ? <Restart title={say('closed')} visit={visit} /> : visit.ending.value ? <Ending visit={visit} /> : <Composer draft={talk.draft} words={chatWords.value} onSend={text => talk.send(text)} />}
    </>
  )
}

const isAnswer = (message: MessageView) => message.sender_type === 'admin'

function Restart({ title, visit }: { title: string; visit: Visit }): VNode {
  return (
    <div class="lc-foot">
      <p>{title}</p>
      <button type="button" class="lc-button" onClick={visit.again}>
        {say('new')}
      </button>
    </div>
  )
}

function Ending({ visit }: { visit: Visit }): VNode {
  const state = visit.ending.value
  const stay = () => {
    visit.ending.value = null
  }
  const escape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    stay()
  }
  return (
    <div class="lc-foot" role="alertdialog" aria-labelledby="lc-ask" aria-describedby="lc-hint" onKeyDown={escape}>
      <p id="lc-ask">
        <strong>{say('end.ask')}</strong>
      </p>
      <p id="lc-hint" role={state === 'failed' ? 'alert' : undefined}>
        {say(state === 'failed' ? 'end.failed' : 'end.hint')}
      </p>
      <button type="button" class="lc-button" ref={button => button?.focus()} aria-busy={state === 'sent'} onClick={visit.end}>
        {say('end')}
      </button>
      <button type="button" class="lc-button lc-plain" onClick={stay}>
        {say('end.no')}
      </button>
    </div>
  )
}
