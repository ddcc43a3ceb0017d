/** Builds all that browsers load, and says in manifest.json which file is the present one of each name. */

import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { Features } from 'lightningcss'
import { minify } from 'terser'
import { build } from 'vite'

const here = dirname(fileURLToPath(import.meta.url))
const out = join(here, '../src/livechat/entrypoints/http/static')

// Floor: Safari 16.4, Chrome 111, Firefox 115.
const target = ['es2022', 'safari16.4', 'chrome111', 'firefox115']

/** Filled in by the server in each answer to /widget.js. */
const placeholders = {
  __ACCENT__: '"%LC_ACCENT%"',
  __ACCENT_TEXT__: '"%LC_ACCENT_TEXT%"',
  __PANEL__: '"%LC_PANEL%"',
}

const names = {
  hashCharacters: 'hex',
  entryFileNames: '[name]-[hash].js',
  chunkFileNames: '[name]-[hash].js',
  assetFileNames: '[name]-[hash][extname]',
}

const common = {
  configFile: false,
  logLevel: 'warn',
  clearScreen: false,
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
}

/** Properties that only the panel and Preact know, which get short names: none of them travels, is stored or comes from elsewhere. */
const own = JSON.parse(await readFile(join(here, 'widget/names.json'), 'utf8'))

/**
 * On other people's pages every byte counts: terser leaves 3 % less than Vite's own.
 * Not as `build.minify`, which keeps marks for bundlers in a library: nobody bundles these files again.
 */
const smallest = {
  name: 'smallest',
  enforce: 'post',
  async generateBundle(_, bundle) {
    for (const chunk of Object.values(bundle)) if (chunk.type === 'chunk') chunk.code = await lightest(shortClasses(chunk.code), chunk.name === 'panel')
  },
}

/** The same in style and elements; the loader has some of them too, and by two of them tests find what was said. */
function shortClasses(code) {
  const names = new Set(code.match(/(?<![\w-])lc-[a-z]+(-[a-z]+)*/g))
  for (const name of ['lc-top', 'lc-launcher', 'lc-bubble', 'lc-unseen']) names.delete(name)
  const short = new Map([...names].map((name, at) => [name, at < 26 ? (at + 10).toString(36) : `l${at.toString(36)}`]))
  return code.replace(/(?<![\w-])lc-[a-z]+(-[a-z]+)*/g, name => short.get(name) ?? name)
}

/** Once more in other ways: what is shorter is not always lighter once it is zipped. */
async function lightest(code, isPanel) {
  const compress = { passes: 3, ecma: 2020, unsafe_arrows: true, lhs_constants: false }
  const mangle = !isPanel || { properties: { regex: new RegExp(`^(${own.join('|')})$`) } }
  const weight = ({ code }) => gzipSync(code, { level: 9 }).length
  const first = await minify(code, { module: true, compress, mangle, format: { comments: once() } })
  const others = [{ hoist_vars: true }, { reduce_vars: false }, { inline: false, reduce_funcs: false }].map(more =>
    minify(first.code, { module: true, compress: { ...compress, ...more } }),
  )
  return [first, ...(await Promise.all(others))].reduce((one, other) => (weight(other) < weight(one) ? other : one)).code
}

/** Each licence stands in a file one time, however many parts of the package are in it. */
function once() {
  const said = new Set()
  return (_, { value }) => /@license|^!/.test(value) && said.size < said.add(value).size
}

/**
 * A classic script: no module of the page may be needed to load it.
 * A library, because elsewhere Vite wraps each `import()` in code that preloads, and tells the host page what failed.
 */
const loader = {
  ...common,
  root: join(here, 'widget'),
  define: placeholders,
  plugins: [smallest],
  build: {
    target,
    minify: false,
    cssMinify: 'lightningcss',
    outDir: out,
    emptyOutDir: false,
    lib: { entry: join(here, 'widget/loader.ts'), name: 'livechat', formats: ['iife'], fileName: () => 'widget.js' },
  },
}

/** Elements as calls of `createElement` are shorter than those of Preact's runtime for JSX, which could also write HTML on a server. */
const shortElements = {
  name: 'short-elements',
  enforce: 'pre',
  transform: (code, id) => (id.endsWith('.tsx') ? `import { createElement as jsxElement, Fragment as JsxGroup } from 'preact';${code}` : undefined),
}

/** A shadow root has no `:root`; a token that never changes is written where it is used, one that is not used is left out, the rest get short names. */
const plainTokens = {
  name: 'plain-tokens',
  enforce: 'post',
  transform(code, id) {
    if (!id.endsWith('widget.css?inline')) return
    let css = code.replace(/:root(\[[^\]]*\]|:not\(\[[^\]]*\]\))?(,|\{[^}]*\})/g, '')
    const values = new Map()
    for (const [, name, value] of css.matchAll(/(--lc-[\w-]+):([^;}]+)/g)) values.set(name, [...(values.get(name) ?? []), value])
    for (const [name, [value, ...others]] of values) if (/^(\d+px|\d+)$/.test(value) && !others.length) css = css.replaceAll(`var(${name})`, value)
    css = css.replace(/calc\((\d+) \* 1px\)/g, '$1px')
    for (const name of values.keys()) if (!css.includes(`var(${name}`)) css = css.replace(new RegExp(`${name}:[^;}]+;?`, 'g'), '')
    css = css.replace(/@media \([^)]+\)\{[^{}]+\{\}\}/g, '')
    const left = [...values.keys()].filter(name => css.includes(name))
    return css.replace(/--lc-[\w-]+/g, name => (left.includes(name) ? `--${left.indexOf(name).toString(36)}` : name))
  },
}

/** pusher-js is published for script tags and for CommonJS; as a module it needs no helpers around it. */
const pusherAsModule = {
  name: 'pusher-as-module',
  transform: (code, id) => (id.endsWith('pusher.worker.js') ? `const module = { exports: {} }, exports = module.exports;\n${code}\nexport default module.exports` : undefined),
}

/** What stands in for something heavier, in the panel only. */
const lighter = [
  { find: 'pusher-js/worker', replacement: 'pusher-js/dist/worker/pusher.worker.js' },
  { find: /^@preact\/signals$/, replacement: join(here, 'widget/signals.ts') },
]

/** Chunks find each other by relative addresses: the panel runs on pages of any origin. */
const panel = {
  ...common,
  root: join(here, 'widget'),
  base: './',
  plugins: [shortElements, plainTokens, pusherAsModule, smallest],
  oxc: { jsx: { runtime: 'classic', pragma: 'jsxElement', pragmaFrag: 'JsxGroup' } },
  json: { namedExports: false },
  // Every browser of ours knows `color-scheme`; only `light-dark()` it does not, and we do not use that.
  css: { lightningcss: { exclude: Features.LightDark } },
  resolve: { alias: lighter },
  build: {
    target,
    outDir: join(out, 'widget'),
    minify: false,
    cssMinify: 'lightningcss',
    lib: { entry: { panel: join(here, 'widget/panel.tsx') }, formats: ['es'] },
    rollupOptions: { output: { ...names, minify: true } },
  },
}

function page(name) {
  return {
    ...common,
    root: join(here, name),
    base: `/${name}/`,
    build: {
      target,
      outDir: join(out, name),
      // Nothing may need a style or script inside the page: the content security policy refuses both.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rollupOptions: { output: { ...names, entryFileNames: 'assets/[name]-[hash].js', chunkFileNames: 'assets/[name]-[hash].js', assetFileNames: 'assets/[name]-[hash][extname]' } },
    },
  }
}

async function manifest() {
  const files = await readdir(out, { recursive: true, withFileTypes: true })
  const entries = files
    .filter(file => file.isFile() && /-[0-9a-f]{8}\.\w+$/.test(file.name))
    .map(file => relative(out, join(file.parentPath ?? file.path, file.name)).split(sep).join('/'))
    .map(path => [path.replace(/-[0-9a-f]{8}(\.\w+)$/, '$1'), path])
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify(Object.fromEntries(entries), null, 2) + '\n'
}

await rm(out, { recursive: true, force: true })
// `smallest` takes its time on purpose, which newcomers need not be warned of.
const quiet = { checks: { pluginTimings: false } }
for (const config of [loader, panel, page('admin'), page('demo')])
  await build({ ...config, build: { ...config.build, emptyOutDir: false, rollupOptions: { ...config.build.rollupOptions, ...quiet } } })
await writeFile(join(out, 'manifest.json'), await manifest())
