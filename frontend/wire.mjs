/** Writes shared/wire.d.ts from the OpenAPI document named on the command line; the same document gives the same file. */

import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import openapiTS, { astToString } from 'openapi-typescript'

const [document] = process.argv.slice(2)
if (document === undefined) throw new Error('Name the OpenAPI document: npm run wire -- ../openapi.json')

const parsed = JSON.parse(await readFile(resolve(document), 'utf8'))
const types = astToString(await openapiTS({ ...parsed, paths: {}, components: { schemas: parsed.components.schemas } }, { alphabetize: true, defaultNonNullable: false }))
await writeFile(new URL('shared/wire.d.ts', import.meta.url), `/** Generated from our OpenAPI document by \`npm run wire\`; not to be edited. */\n\n${types}`)
