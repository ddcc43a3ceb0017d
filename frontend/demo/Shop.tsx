/** A small shop, as livechat would stand in. */

import type { VNode } from 'preact'
import { locale, say } from './words'

const BEANS = [
  ['gayo', 92_000],
  ['kintamani', 98_000],
  ['toraja', 105_000],
  ['bajawa', 89_000],
] as const

export function Shop(): VNode {
  const price = new Intl.NumberFormat(locale.value, { style: 'currency', currency: 'IDR', currencyDisplay: 'narrowSymbol', maximumFractionDigits: 0 })
  return (
    <main>
      <header class="shop-head">
        <p class="shop-name">Kopi Lereng</p>
        <h1>{say('tag')}</h1>
        <p class="shop-lead">{say('lead')}</p>
      </header>
      <section aria-labelledby="beans">
        <h2 id="beans">{say('beans')}</h2>
        <ul class="shop-beans">
          {BEANS.map(([bean, rupiah]) => (
            <li key={bean}>
              <Bag bean={bean} />
              <h3>{say(bean)}</h3>
              <p>{say(`${bean}.taste`)}</p>
              <p class="shop-price">
                {price.format(rupiah)} <span>{say('per')}</span>
              </p>
            </li>
          ))}
        </ul>
      </section>
      <footer class="shop-foot">
        <p>{say('ask')}</p>
        <p>{say('shipping')}</p>
      </footer>
    </main>
  )
}

function Bag({ bean }: { bean: string }): VNode {
  return (
    <svg class={`shop-bag shop-${bean}`} viewBox="0 0 160 160" aria-hidden="true">
      <path class="shop-paper" d="M52 34h56l6 14v78a8 8 0 0 1-8 8H54a8 8 0 0 1-8-8V48z" />
      <path class="shop-fold" d="M52 34h56l6 14H46z" />
      <rect class="shop-label" x="58" y="70" width="44" height="44" rx="4" />
      <path class="shop-bean" d="M80 80c7 0 12 6 12 12s-5 12-12 12-12-6-12-12 5-12 12-12zm2 1c-5 6 2 9-1 14-1 3-2 5-1 8" />
    </svg>
  )
}
