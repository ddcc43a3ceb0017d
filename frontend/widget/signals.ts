/**
 * What the widget needs of `@preact/signals`, which its build takes this for: values that tell who reads them when they change.
 * That package does more, in 3 kB of the 41 that the whole widget may weigh.
 */

import { options, type Component, type VNode } from 'preact'

interface Reader {
  /** What it has read, and in which version. */
  sources: Map<Signal<unknown>, number>
  /** Something that it has read may have changed. */
  warn(): void
}

let reader: Reader | undefined
let batches = 0
const waiting = new Set<Effect>()

function readAs<T>(next: Reader | undefined, run: () => T): T {
  const before = reader
  reader = next
  try {
    return run()
  } finally {
    reader = before
  }
}

function forget(one: Reader): void {
  for (const source of one.sources.keys()) source.readers.delete(one)
  one.sources.clear()
}

const isOutdated = ({ sources }: Reader) => !sources.size || [...sources].some(([source, version]) => (source.peek(), source.version !== version))

class Signal<T> {
  version = 0
  readonly readers = new Set<Reader>()
  constructor(protected kept: T) {}

  get value(): T {
    const value = this.peek()
    reader?.sources.set(this, this.version)
    if (reader) this.readers.add(reader)
    return value
  }

  set value(next: T) {
    if (this.put(next)) batch(() => this.warnAll())
  }

  peek(): T {
    return this.kept
  }

  protected put(next: T): boolean {
    if (next === this.kept) return false
    this.kept = next
    this.version++
    return true
  }

  protected warnAll(): void {
    for (const each of [...this.readers]) each.warn()
  }
}

class Computed<T> extends Signal<T> implements Reader {
  readonly sources = new Map<Signal<unknown>, number>()
  private fresh = false
  constructor(private readonly compute: () => T) {
    super(undefined as T)
  }

  override peek(): T {
    if (!this.fresh) {
      this.fresh = true
      if (isOutdated(this)) {
        forget(this)
        try {
          this.put(readAs(this, this.compute))
        } catch (error) {
          this.fresh = false
          throw error
        }
      }
    }
    return this.kept
  }

  warn(): void {
    if (!this.fresh) return
    this.fresh = false
    this.warnAll()
  }
}

class Effect implements Reader {
  readonly sources = new Map<Signal<unknown>, number>()
  private undo: (() => void) | void = undefined
  constructor(private readonly act: () => (() => void) | void) {}

  warn(): void {
    waiting.add(this)
  }

  run(): void {
    if (!isOutdated(this)) return
    this.stop()
    batch(() => (this.undo = readAs(this, this.act)))
  }

  stop(): void {
    waiting.delete(this)
    forget(this)
    const { undo } = this
    this.undo = undefined
    if (undo) readAs(undefined, undo)
  }
}

export function batch<T>(run: () => T): T {
  batches++
  try {
    return run()
  } finally {
    if (batches > 1) batches--
    else settle()
  }
}

/** All are run, whichever fails; the first failure is thrown. */
function settle(): void {
  let failed: { error: unknown } | undefined
  // One may set off others, and those are run in turn.
  for (const each of waiting) {
    waiting.delete(each)
    try {
      each.run()
    } catch (error) {
      failed ??= { error }
    }
  }
  batches--
  if (failed) throw failed.error
}

export const signal = <T>(first: T) => new Signal(first)
export const computed = <T>(compute: () => T) => new Computed(compute)
export const untracked = <T>(run: () => T) => readAs(undefined, run)

export function effect(act: () => (() => void) | void): () => void {
  const made = new Effect(act)
  made.run()
  return () => made.stop()
}

// By itself Preact takes `Promise.prototype.then.bind`, and a page may have put anything there.
options.debounceRendering = queueMicrotask

/* Components: each is drawn anew when something changes that it read while it was drawn. */

interface Drawn extends Component {
  stopReading?: () => void
}

/** As Preact's own hooks find them: what is called before a component is drawn, and the component of a node. */
const inner = options as { __r?: (node: VNode) => void }
const componentOf = (node: VNode) => (node as VNode & { __c?: Drawn }).__c
const { __r: before } = inner
const { unmount: after } = options

inner.__r = node => {
  before?.(node)
  const component = componentOf(node)!
  if (component.stopReading) return
  const draw = component.render
  component.render = (...given) => {
    let drawn: ReturnType<typeof draw>
    let drawing = true
    component.stopReading?.()
    component.stopReading = effect(() => {
      if (drawing) drawn = draw.apply(component, given)
      else component.setState({})
      drawing = false
    })
    return drawn
  }
}

options.unmount = node => {
  componentOf(node)?.stopReading?.()
  after?.(node)
}
