import Desk
import Foundation

// The bodies of GeoReport v2; each names every member, so that nothing slips into an answer.

extension ReportDocument {
    static func services(_ services: [CityService]) -> ReportDocument {
        .list(
            item: "service",
            services.map { service in
                .record([
                    ("service_code", .text(service.code)),
                    ("service_name", .text(service.name)),
                    ("description", .text(service.about)),
                    ("metadata", .flag(!service.attributes.isEmpty)),
                    ("type", .text(service.following.rawValue)),
                    ("keywords", .text(service.keywords.joined(separator: ", "))),
                    ("group", .text(service.group)),
                ])
            }
        )
    }

    static func definition(of service: CityService) -> ReportDocument {
        let attributes = service.attributes.enumerated().map { index, attribute in
            ReportDocument.record([
                ("variable", .flag(attribute.isAsked)),
                ("code", .text(attribute.code)),
                ("datatype", .text(attribute.form.rawValue)),
                ("required", .flag(attribute.isRequired)),
                ("datatype_description", .text(attribute.hint)),
                ("order", .whole(index + 1)),
                ("description", .text(attribute.question)),
                (
                    "values",
                    .list(
                        item: "value",
                        attribute.choices.map { choice in
                            .record([("key", .text(choice.key)), ("name", .text(choice.name))])
                        }
                    )
                ),
            ])
        }
        return .record([
            ("service_code", .text(service.code)),
            ("attributes", .list(item: "attribute", attributes)),
        ])
    }

    /// What whoever asked gets at once, by how the service is followed.
    static func filed(_ request: ServiceRequest, asking service: CityService) -> ReportDocument {
        let id = String(request.ticket.rawValue)
        var members: [(name: String, value: ReportDocument)]
        switch service.following {
        case .realtime: members = [("service_request_id", .text(id))]
        case .batch: members = [("token", .text(request.token.description))]
        case .blackbox: members = []
        }
        members += [("service_notice", .text(service.notice)), ("account_id", .text(nil))]
        return requests([.record(members)])
    }

    static func requests(_ items: [ReportDocument]) -> ReportDocument {
        .list(item: "request", items)
    }

    /// A request as everybody may see it: the words, the place and the picture only where they were
    /// published, and nothing of who asked.
    static func followed(
        _ followed: FollowedRequest,
        _ service: CityService,
        agency: String,
        in language: WordLanguage
    ) -> ReportDocument {
        let request = followed.request
        let words = service.isPublic ? followed.words : nil
        let place = words == nil ? Place() : request.place
        let media = request.mediaURL.map { IdentityNumbers.masked(in: $0) }
        func degrees(_ units: Int?) -> ReportDocument {
            units.map { .number(Place.degrees($0)) } ?? .text(nil)
        }
        return .record([
            ("service_request_id", .text(String(request.ticket.rawValue))),
            ("status", .text(followed.state.isActive ? "open" : "closed")),
            ("status_notes", .text(ReportWords.note(on: followed, in: language))),
            ("service_name", .text(service.name)),
            ("service_code", .text(service.code)),
            ("description", .text(words.map { IdentityNumbers.masked(in: $0) })),
            ("agency_responsible", .text(followed.unit?.name ?? agency)),
            ("service_notice", .text(service.notice)),
            ("requested_datetime", .moment(request.requestedAt)),
            ("updated_datetime", .moment(followed.updatedAt)),
            ("expected_datetime", .moment(followed.state.isActive ? followed.expectedAt : nil)),
            ("address", .text(place.address.map { IdentityNumbers.masked(in: $0) })),
            ("address_id", .text(place.addressID.map { IdentityNumbers.masked(in: $0) })),
            ("zipcode", .text(nil)),
            ("lat", degrees(place.latitude)),
            ("long", degrees(place.longitude)),
            ("media_url", .text(words == nil ? nil : media)),
        ])
    }
}

/// How it stands with a request, in fixed words: what staff write on a ticket is for its citizen.
enum ReportWords {
    static func note(on followed: FollowedRequest, in language: WordLanguage) -> String {
        let isEnglish = language == .english
        switch (followed.state, followed.outcome) {
        case (.new, _): return isEnglish ? "Received" : "Mottaget"
        case (.open, _): return isEnglish ? "Being handled" : "Handläggs"
        case (.waiting, _):
            return isEnglish ? "Answered, waiting for more" : "Besvarat, väntar på mer"
        case (_, .answered): return isEnglish ? "Answered" : "Besvarat"
        case (_, .handedOff): return isEnglish ? "Passed on" : "Lämnat vidare"
        case (_, .duplicate): return isEnglish ? "Known already" : "Redan känt"
        case (_, .rejected): return isEnglish ? "Dismissed" : "Avvisat"
        case (_, nil): return isEnglish ? "Done" : "Avslutat"
        }
    }
}
