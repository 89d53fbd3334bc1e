extension LetterTemplates {
    static func swedish(_ form: LetterForm) -> LetterTemplate.Source {
        switch form {
        case .receipt: receiptInSwedish
        case .answer: answerInSwedish
        case .notice: noticeInSwedish
        case .reply: replyInSwedish
        case .status: statusInSwedish
        case .survey: surveyInSwedish
        }
    }

    private static let receiptInSwedish = automatic(
        "Vi har fått ditt ärende{{#subject}}: {{subject}}{{/subject}} [#{{number}}]",
        text: """
            {{#danger}}
            \(warning(in: "sv"))

            {{/danger}}
            Tack för ditt meddelande. Vi har fått det, och det har ärendenummer {{number}}.
            Någon av oss läser det och svarar dig.
            {{#register}}

            Hos staden är det registrerat med nummer {{register}}.
            Båda numren går bra när du hör av dig.
            {{#answer_by}}
            Vi ska svara senast {{answer_by}}.
            {{/answer_by}}
            {{/register}}
            {{#notice}}

            {{notice}}
            {{/notice}}

            Vill du lägga till något? Svara på det här mejlet.
            """,
        html: """
            {{#danger}}<p><strong>\(warning(in: "sv"))</strong></p>{{/danger}}
            <p>Tack för ditt meddelande. Vi har fått det, och det har ärendenummer
            <strong>{{number}}</strong>. Någon av oss läser det och svarar dig.</p>
            {{#register}}
            <p>Hos staden är det registrerat med nummer <strong>{{register}}</strong>. Båda numren
            går bra när du hör av dig.
            {{#answer_by}}Vi ska svara senast {{answer_by}}.{{/answer_by}}</p>
            {{/register}}
            {{#notice}}<p style="white-space: pre-line">{{notice}}</p>{{/notice}}
            <p>Vill du lägga till något? Svara på det här mejlet.</p>
            """
    )

    private static let answerInSwedish = automatic(
        "Kan det här hjälpa?{{#subject}} {{subject}}{{/subject}} [#{{number}}]",
        text: """
            Tack för ditt meddelande. Det har ärendenummer {{number}}.
            Vi tror att det här är svaret på din fråga:


            {{article_title}}

            {{article_text}}

            ---
            Löste det problemet?
            {{#yes}}

            Ja, det löste problemet: {{yes}}
            Nej, jag behöver mer hjälp: {{no}}
            {{/yes}}

            Du kan också svara på det här mejlet med ordet ja.
            Svarar du något annat, eller inte alls, tar någon av oss hand om ärendet.
            {{#more}}

            Det här kan också hjälpa: {{title}}{{#link}}
            {{link}}{{/link}}
            {{/more}}
            """,
        html: """
            <p>Tack för ditt meddelande. Det har ärendenummer <strong>{{number}}</strong>.
            Vi tror att det här är svaret på din fråga:</p>
            <h1>{{article_title}}</h1>
            {{{article_html}}}
            <hr>
            <h2>Löste det problemet?</h2>
            {{#yes}}
            <p><a href="{{yes}}">Ja, det löste problemet</a></p>
            <p><a href="{{no}}">Nej, jag behöver mer hjälp</a></p>
            {{/yes}}
            <p>Du kan också svara på det här mejlet med ordet ja. Svarar du något annat, eller inte
            alls, tar någon av oss hand om ärendet.</p>
            {{#more}}
            <p>Det här kan också hjälpa:
            {{#link}}<a href="{{link}}">{{title}}</a>{{/link}}{{^link}}{{title}}{{/link}}</p>
            {{/more}}
            """
    )

    private static let noticeInSwedish = automatic(
        "Vi har fått ett meddelande från din adress",
        text: """
            {{#danger}}
            \(warning(in: "sv"))

            {{/danger}}
            Vi har fått ett meddelande som säger att det kommer från den här adressen.
            Någon av oss läser det och svarar.

            Har du inte skrivit till oss behöver du inte göra något.
            """,
        html: """
            {{#danger}}<p><strong>\(warning(in: "sv"))</strong></p>{{/danger}}
            <p>Vi har fått ett meddelande som säger att det kommer från den här adressen.
            Någon av oss läser det och svarar.</p>
            <p>Har du inte skrivit till oss behöver du inte göra något.</p>
            """
    )

    private static let replyInSwedish = LetterTemplate.Source(
        text: """
            Subject: Re:{{#subject}} {{subject}}{{/subject}} [#{{number}}]

            {{body_text}}
            {{#articles}}

            ---
            {{title}}

            {{text}}
            {{/articles}}

            """,
        html: page(
            "sv",
            """
            {{{body_html}}}
            {{#articles}}
            <hr>
            <h2>{{title}}</h2>
            {{{html}}}
            {{/articles}}
            """,
            isSigned: false
        )
    )

    private static let statusInSwedish = automatic(
        "{{#resolved}}Ditt ärende är avslutat{{/resolved}}"
            + "{{#reopened}}Ditt ärende är öppet igen{{/reopened}}"
            + "{{#handed_off}}Ditt ärende har lämnats över{{/handed_off}} [#{{number}}]",
        text: """
            {{#resolved}}
            Ditt ärende {{number}} är nu avslutat.
            Är det inte löst? Svara på det här mejlet, så öppnar vi det igen.
            {{/resolved}}
            {{#reopened}}
            Ditt ärende {{number}} är öppet igen. Någon av oss tar hand om det.
            {{/reopened}}
            {{#handed_off}}
            Ditt ärende {{number}} har lämnats över till den verksamhet som ska svara.
            {{/handed_off}}
            """,
        html: """
            {{#resolved}}
            <p>Ditt ärende <strong>{{number}}</strong> är nu avslutat. Är det inte löst? Svara på det
            här mejlet, så öppnar vi det igen.</p>
            {{/resolved}}
            {{#reopened}}
            <p>Ditt ärende <strong>{{number}}</strong> är öppet igen. Någon av oss tar hand
            om det.</p>
            {{/reopened}}
            {{#handed_off}}
            <p>Ditt ärende <strong>{{number}}</strong> har lämnats över till den verksamhet som ska
            svara.</p>
            {{/handed_off}}
            """
    )

    private static let surveyInSwedish = automatic(
        "Hur gick det med ditt ärende? [#{{number}}]",
        text: """
            Ditt ärende {{number}} är avslutat. Hur nöjd är du med hjälpen du fick?
            Svara på det här mejlet med en siffra,
            från 1 (mycket missnöjd) till 5 (mycket nöjd), eller välj här:

            {{survey}}

            Det är frivilligt, och vi frågar bara en gång. Svaret hjälper oss att bli bättre.
            """,
        html: """
            <p>Ditt ärende <strong>{{number}}</strong> är avslutat. Hur nöjd är du med hjälpen du fick?</p>
            <p>Svara på det här mejlet med en siffra, från 1 (mycket missnöjd) till 5 (mycket nöjd),
            eller <a href="{{survey}}">välj ett betyg här</a>.</p>
            <p>Det är frivilligt, och vi frågar bara en gång. Svaret hjälper oss att bli bättre.</p>
            """
    )

    /// What stands around everything that nobody wrote.
    private static func automatic(
        _ subject: String,
        text: String,
        html: String
    ) -> LetterTemplate.Source {
        LetterTemplate.Source(
            text: """
                Subject: \(subject)

                Hej!

                \(text)

                Vänliga hälsningar
                {{desk}}
                {{#city}}
                {{city}}
                {{/city}}
                {{#support_phone}}
                Telefon: {{support_phone}}{{#support_hours}} ({{support_hours}}){{/support_hours}}
                {{/support_phone}}

                Det här mejlet skickades automatiskt.

                """,
            html: page("sv", "<p>Hej!</p>\n\(html)\n<p>Det här mejlet skickades automatiskt.</p>")
        )
    }
}
