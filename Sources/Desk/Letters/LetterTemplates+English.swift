extension LetterTemplates {
    static func english(_ form: LetterForm) -> LetterTemplate.Source {
        switch form {
        case .receipt: receiptInEnglish
        case .answer: answerInEnglish
        case .notice: noticeInEnglish
        case .reply: replyInEnglish
        case .status: statusInEnglish
        case .survey: surveyInEnglish
        }
    }

    private static let receiptInEnglish = automatic(
        "We have received your case{{#subject}}: {{subject}}{{/subject}} [#{{number}}]",
        text: """
            {{#danger}}
            \(warning(in: "en"))

            {{/danger}}
            Thank you for your message. We have received it, and its case number is {{number}}.
            One of us will read it and answer you.
            {{#register}}

            The city has registered it as {{register}}.
            You can use either number when you contact us.
            {{#answer_by}}
            We are to answer by {{answer_by}}.
            {{/answer_by}}
            {{/register}}
            {{#notice}}

            {{notice}}
            {{/notice}}

            Would you like to add something? Reply to this e-mail.
            """,
        html: """
            {{#danger}}<p><strong>\(warning(in: "en"))</strong></p>{{/danger}}
            <p>Thank you for your message. We have received it, and its case number is
            <strong>{{number}}</strong>. One of us will read it and answer you.</p>
            {{#register}}
            <p>The city has registered it as <strong>{{register}}</strong>. You can use either number
            when you contact us.
            {{#answer_by}}We are to answer by {{answer_by}}.{{/answer_by}}</p>
            {{/register}}
            {{#notice}}<p style="white-space: pre-line">{{notice}}</p>{{/notice}}
            <p>Would you like to add something? Reply to this e-mail.</p>
            """
    )

    private static let answerInEnglish = automatic(
        "Can this help?{{#subject}} {{subject}}{{/subject}} [#{{number}}]",
        text: """
            Thank you for your message. Its case number is {{number}}.
            We think that this is the answer to your question:


            {{article_title}}

            {{article_text}}

            ---
            Did this solve the problem?
            {{#yes}}

            Yes, it solved the problem: {{yes}}
            No, I need more help: {{no}}
            {{/yes}}

            You can also reply to this e-mail with the word yes.
            If you reply anything else, or nothing, one of us will take care of your case.
            {{#more}}

            This may help too: {{title}}{{#link}}
            {{link}}{{/link}}
            {{/more}}
            """,
        html: """
            <p>Thank you for your message. Its case number is <strong>{{number}}</strong>.
            We think that this is the answer to your question:</p>
            <h1>{{article_title}}</h1>
            {{{article_html}}}
            <hr>
            <h2>Did this solve the problem?</h2>
            {{#yes}}
            <p><a href="{{yes}}">Yes, it solved the problem</a></p>
            <p><a href="{{no}}">No, I need more help</a></p>
            {{/yes}}
            <p>You can also reply to this e-mail with the word yes. If you reply anything else, or
            nothing, one of us will take care of your case.</p>
            {{#more}}
            <p>This may help too:
            {{#link}}<a href="{{link}}">{{title}}</a>{{/link}}{{^link}}{{title}}{{/link}}</p>
            {{/more}}
            """
    )

    private static let noticeInEnglish = automatic(
        "We have received a message from your address",
        text: """
            {{#danger}}
            \(warning(in: "en"))

            {{/danger}}
            We have received a message that says it is from this address.
            One of us will read it and answer.

            If you have not written to us, you need not do anything.
            """,
        html: """
            {{#danger}}<p><strong>\(warning(in: "en"))</strong></p>{{/danger}}
            <p>We have received a message that says it is from this address.
            One of us will read it and answer.</p>
            <p>If you have not written to us, you need not do anything.</p>
            """
    )

    private static let replyInEnglish = LetterTemplate.Source(
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
            "en",
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

    private static let statusInEnglish = automatic(
        "{{#resolved}}Your case is closed{{/resolved}}"
            + "{{#reopened}}Your case is open again{{/reopened}}"
            + "{{#handed_off}}Your case has been passed on{{/handed_off}} [#{{number}}]",
        text: """
            {{#resolved}}
            Your case {{number}} is now closed.
            Is it not solved? Reply to this e-mail, and we open it again.
            {{/resolved}}
            {{#reopened}}
            Your case {{number}} is open again. One of us will take care of it.
            {{/reopened}}
            {{#handed_off}}
            Your case {{number}} has been passed on to the department that is to answer.
            {{/handed_off}}
            """,
        html: """
            {{#resolved}}
            <p>Your case <strong>{{number}}</strong> is now closed. Is it not solved? Reply to this
            e-mail, and we open it again.</p>
            {{/resolved}}
            {{#reopened}}
            <p>Your case <strong>{{number}}</strong> is open again. One of us will take care of it.</p>
            {{/reopened}}
            {{#handed_off}}
            <p>Your case <strong>{{number}}</strong> has been passed on to the department that is to
            answer.</p>
            {{/handed_off}}
            """
    )

    private static let surveyInEnglish = automatic(
        "How did it go with your case? [#{{number}}]",
        text: """
            Your case {{number}} is closed. How satisfied are you with the help you got?
            Reply with a digit, from 1 (very dissatisfied) to 5 (very satisfied), or choose here:

            {{survey}}

            It is voluntary, and we ask only once. Your answer helps us to do better.
            """,
        html: """
            <p>Your case <strong>{{number}}</strong> is closed. How satisfied are you with the help you got?</p>
            <p>Reply with a digit, from 1 (very dissatisfied) to 5 (very satisfied), or
            <a href="{{survey}}">choose a grade here</a>.</p>
            <p>It is voluntary, and we ask only once. Your answer helps us to do better.</p>
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

                Hello!

                \(text)

                Kind regards
                {{desk}}
                {{#city}}
                {{city}}
                {{/city}}
                {{#support_phone}}
                Telephone: {{support_phone}}{{#support_hours}} ({{support_hours}}){{/support_hours}}
                {{/support_phone}}

                This e-mail was sent automatically.

                """,
            html: page("en", "<p>Hello!</p>\n\(html)\n<p>This e-mail was sent automatically.</p>")
        )
    }
}
