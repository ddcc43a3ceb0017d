/** The mark of livechat: a speech bubble in one stroke. */

export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
      <path d="M4 11.5C4 7.4 7.6 4 12 4s8 3.4 8 7.5S16.4 19 12 19c-1 0-2-.2-2.9-.5L5 20l1-3.6C4.7 15.1 4 13.400 4 11.5Z" />
    </svg>
  )
}
