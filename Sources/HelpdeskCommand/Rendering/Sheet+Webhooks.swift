import DeskAPI

extension Sheet {
    /// Which other systems are told what happens.
    static func webhooks(_ webhooks: [WebhookBody], for reader: Reader) -> Sheet {
        guard !webhooks.isEmpty else { return Sheet(reader.say("Inga.", "None.")) }
        let table = Table(
            columns: [
                .init(title: reader.say("Läge", "State")),
                .init(title: "Id", isCopied: true),
                .init(title: reader.say("Adress", "Address"), isFlexible: true),
                .init(title: reader.say("Får veta", "Is told"), rank: 1),
            ],
            rows: webhooks.map { webhook in
                [
                    state(of: webhook, for: reader),
                    Span(webhook.id, .quiet),
                    Span(webhook.url, .strong),
                    Span(
                        webhook.types.isEmpty
                            ? reader.say("allt", "everything")
                            : webhook.types.joined(separator: " ")
                    ),
                ]
            },
            fixedWidthMax: 56
        )
        return Sheet(table.lines(width: reader.width))
    }

    private static func state(of webhook: WebhookBody, for reader: Reader) -> Span {
        if !webhook.enabled { return Span(reader.say("av", "off"), .quiet) }
        guard let since = webhook.failingSince else { return Span(reader.say("på", "on"), .good) }
        let when = reader.moment(since, .short)
        return Span(reader.say("felar sedan \(when)", "failing since \(when)"), .alarm)
    }

    /// What a webhook was told.
    static func deliveries(_ deliveries: [WebhookDeliveryBody], for reader: Reader) -> Sheet {
        guard !deliveries.isEmpty else { return Sheet(reader.say("Inga.", "None.")) }
        let table = Table(
            columns: [
                .init(title: reader.say("När", "When")),
                .init(title: reader.say("Vad", "What")),
                .init(title: reader.say("Ärende", "Ticket")),
                .init(title: reader.say("Försök", "Attempts"), rank: 1),
                .init(title: "Id", isCopied: true),
                .init(title: reader.say("Läge", "State"), isFlexible: true),
            ],
            rows: deliveries.map { delivery in
                [
                    Span(reader.moment(delivery.createdAt, .short)),
                    Span(delivery.type, .strong),
                    Span("#\(delivery.ticket)"),
                    Span("\(delivery.attempts)"),
                    Span(delivery.id, .quiet),
                    Span(outcome(of: delivery, for: reader)),
                ]
            },
            fixedWidthMax: 76
        )
        return Sheet(table.lines(width: reader.width))
    }

    private static func outcome(of delivery: WebhookDeliveryBody, for reader: Reader) -> String {
        let detail = delivery.detail.map { ": \($0)" } ?? ""
        switch delivery.state {
        case "delivered": return reader.say("framme", "delivered")
        case "failed": return reader.say("uppgiven", "given up") + detail
        default:
            let when = delivery.nextAt.map { " " + reader.moment($0, .short) } ?? ""
            return reader.say("väntar till", "waits until") + when + detail
        }
    }
}
