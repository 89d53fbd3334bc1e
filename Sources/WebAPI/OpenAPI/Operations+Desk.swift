import Desk
import DeskAPI
import HTTPTypes

extension Operation {
    /// Whether the desk serves, and who is let in.
    static let access: [Operation] = [
        Operation(
            (.get, "/healthz"),
            "showHealth",
            "The program runs.",
            .json(HealthBody.self)
        ),
        Operation(
            (.get, "/readyz"),
            "showReadiness",
            "The desk can serve; 503 with the same body when it cannot.",
            .json(HealthBody.self)
        ),
        Operation(
            (.get, "/metrics"),
            "showMetrics",
            "What was counted, as Prometheus reads it.",
            .other("text/plain")
        ),
        Operation(
            (.get, "/openapi.json"),
            "showDescription",
            "This description.",
            .other("application/json", schema: ["type": "object"])
        ),
        Operation(
            (.post, "/v1/sessions"),
            "logIn",
            "Log in; 401 is the same whatever was wrong.",
            body: .form(
                SignInForm.self,
                example: .of(SignInForm(username: "ada", password: "hemligt"))
            ),
            .json(NewSessionBody.self, .created)
        ),
        Operation(
            (.get, "/v1/session"),
            "showSession",
            "Who the caller is.",
            .json(SessionBody.self)
        ),
        Operation((.delete, "/v1/session"), "logOut", "Log out.", .nothing),
        Operation(
            (.get, "/v1/sessions"),
            "listSessions",
            "The caller's open sessions.",
            .json(Page<OpenSessionBody>.self)
        ),
        Operation(
            (.delete, "/v1/sessions"),
            "endOtherSessions",
            "End all sessions of the caller but this one.",
            .json(EndedSessionsBody.self)
        ),
        Operation(
            (.delete, "/v1/sessions/:id"),
            "endSession",
            "End one of the caller's sessions.",
            .nothing
        ),
        Operation(
            (.post, "/v1/tokens"),
            "createToken",
            "Make a token for another system; the answer is the only place where it is shown.",
            fields: [.idempotencyKey],
            body: .form(
                TokenForm.self,
                example: .of(TokenForm(name: "web-form", scopes: ["tickets:create"]))
            ),
            conflicts: true,
            .json(NewTokenBody.self, .created, headers: ["Location"])
        ),
        Operation(
            (.get, "/v1/tokens"),
            "listTokens",
            "The tokens of other systems.",
            .json(Page<TokenBody>.self)
        ),
        Operation(
            (.delete, "/v1/tokens/:id"),
            "revokeToken",
            "Let a token open nothing any more.",
            .nothing
        ),
        Operation(
            (.get, "/v1/access-records"),
            "listAccessRecords",
            "Who was let in and who was not, newest first.",
            query: [.text("staff", "Only of this person.")] + QueryParameter.page,
            .page(AccessRecordBody.self)
        ),
        Operation(
            (.get, "/v1/change-records"),
            "listChangeRecords",
            "Who changed what is no ticket's, newest first.",
            query: [.text("staff", "Only of this person or token.")] + QueryParameter.page,
            .page(ChangeRecordBody.self)
        ),
    ]

    /// Articles, and what they were taught.
    static let knowledge: [Operation] = [
        Operation(
            (.post, "/v1/matches"),
            "match",
            "Which articles answer a question, and how surely.",
            body: .form(
                MatchForm.self,
                example: .of(MatchForm(text: "glömt pinkoden till bankid", language: "sv"))
            ),
            .json(MatchesBody.self)
        ),
        Operation(
            (.get, "/v1/articles"),
            "listArticles",
            "Articles of the knowledge base.",
            query: [
                .text("q", "Words of the article."), .text("language", "Only in this language."),
                .text("category", "Only of this category."),
            ] + QueryParameter.page,
            .page(ArticleSummaryBody.self)
        ),
        Operation(
            (.get, "/v1/articles/:article"),
            "showArticle",
            "An article.",
            query: [.text("language", "In this language, if there is one.")],
            .json(ArticleBody.self, headers: ["Content-Language"])
        ),
        Operation(
            (.get, "/v1/tickets/:number/suggestions"),
            "listSuggestions",
            "Which articles answer a ticket, and how surely.",
            query: [.number("limit", "How many at most.", 1...20, default: 5)],
            .json(MatchesBody.self)
        ),
        Operation(
            (.get, verdict),
            "showVerdict",
            "What staff say of a suggestion.",
            .json(VerdictBody.self)
        ),
        Operation(
            (.put, verdict),
            "judgeSuggestion",
            "Say whether a suggestion is right.",
            body: .form(VerdictForm.self, example: .of(VerdictForm(verdict: "right"))),
            conflicts: true,
            .json(VerdictBody.self)
        ),
        Operation(
            (.delete, verdict),
            "unjudgeSuggestion",
            "Say nothing of a suggestion any more.",
            .nothing
        ),
        Operation(
            (.get, "/v1/articles/:article/evidence"),
            "listEvidence",
            "What an article was taught, newest first; for who leads the desk and sees every queue.",
            query: QueryParameter.page,
            .page(EvidenceBody.self)
        ),
        Operation(
            (.delete, "/v1/articles/:article/evidence"),
            "forgetEvidence",
            "Let an article forget what it was taught; for who leads the desk and sees every queue.",
            .nothing
        ),
    ]

    private static let verdict = "/v1/tickets/:number/suggestions/:article/verdict"

    /// Mail that was held back, the brake, and the links in letters.
    static let mail: [Operation] = [
        Operation(
            (.get, "/v1/quarantine"),
            "listHeldMail",
            "Mails that were held back.",
            query: [.number("ticket", "Only those that name this ticket.", 1...Int64.max)]
                + QueryParameter.page,
            .page(HeldMailBody.self)
        ),
        Operation(
            (.get, "/v1/quarantine/:id"),
            "showHeldMail",
            "One mail that was held back, with its text.",
            .json(HeldMailBody.self)
        ),
        Operation(
            (.delete, "/v1/quarantine/:id"),
            "discardHeldMail",
            "Throw a held mail away.",
            conflicts: true,
            .nothing
        ),
        Operation(
            (.put, "/v1/quarantine/:id/release"),
            "releaseHeldMail",
            "Let a held mail through, into a ticket or as a new one.",
            body: .form(ReleaseForm.self, example: .of(ReleaseForm(ticket: nil))),
            conflicts: true,
            .json(TicketBody.self)
        ),
        Operation(
            (.get, "/v1/mail/brake"),
            "showBrake",
            "Whether automatic mail is stopped.",
            .json(BrakeBody.self)
        ),
        Operation(
            (.put, "/v1/mail/brake"),
            "pullBrake",
            "Stop all automatic mail.",
            .json(BrakeBody.self)
        ),
        Operation(
            (.delete, "/v1/mail/brake"),
            "releaseBrake",
            "Let automatic mail go on.",
            .json(BrakeBody.self)
        ),
        Operation(
            (.get, "/l/:token"),
            "showLink",
            "The page of a link in a letter; changes nothing.",
            .other("text/html")
        ),
        Operation(
            (.post, "/l/:token"),
            "followLink",
            "Does what a link in a letter says, once.",
            .other("text/html", .seeOther, headers: ["Location"])
        ),
        Operation(
            (.get, "/l/articles/:article"),
            "showPublicArticle",
            "The page of an article, for everybody.",
            query: [.text("language", "In this language, if there is one.")],
            .other("text/html")
        ),
        Operation(
            (.get, "/l/"),
            "showCutLink",
            "What is left of a link that was cut off: a page that says so.",
            .other("text/html", .notFound)
        ),
        Operation(
            (.get, "/l/articles/"),
            "showCutArticleLink",
            "The same of a link to an article.",
            .other("text/html", .notFound)
        ),
    ]
}
