/** The admin's desk: rail, list, conversation, visitor. */

import { useEffect } from 'preact/hooks'
import { LiveLine } from '../shared/ui/LiveLine'
import { ListPane } from './chats/ListPane'
import type { Desk } from './desk'
import { tend } from './housekeeping'
import { place } from './navigation'
import { listenForKeys, sheetOpen } from './shortcuts'
import { StatisticsPage } from './statistics/StatisticsPage'
import { TalkPanes } from './talk/TalkPanes'
import { Banner } from './ui/Banner'
import { Rail } from './ui/Rail'
import { ShortcutSheet } from './ui/ShortcutSheet'
import { SignInAgain } from './ui/SignInAgain'
import { count } from './words'

export function ChatManagement({ desk }: { desk: Desk }) {
  useEffect(() => tend(desk), [desk])
  useEffect(() => listenForKeys(desk), [desk])
  const at = place.value
  return (
    <>
      <div class="console">
        <Rail desk={desk} />
        <Banner desk={desk} />
        <main class="work">
          {at.page === 'statistics' ? (
            <StatisticsPage desk={desk} />
          ) : (
            <div class="panes" data-open={at.page === 'chats' && at.session !== null}>
              <ListPane desk={desk} />
              <TalkPanes desk={desk} />
            </div>
          )}
        </main>
      </div>
      {sheetOpen.value && <ShortcutSheet />}
      {desk.account.state.value === 'lapsed' && <SignInAgain account={desk.account} />}
      <Heard desk={desk} />
    </>
  )
}

/** Last in the document: what arrives in the open chat is read aloud once. */
function Heard({ desk }: { desk: Desk }) {
  const chat = desk.chats.current.value?.chat
  return chat ? <LiveLine chat={chat} several={severalMessages} key={chat.session.peek().session_id} /> : null
}

function severalMessages(n: number): string {
  return count('chat.heard.many', 'chat.heard.many', n)
}
