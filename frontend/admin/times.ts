/** Times in the language of the console. */

import { computed } from '@preact/signals'
import { createTimes } from '../shared/time'
import { locale } from './words'

export const times = computed(() => createTimes(locale.value))
