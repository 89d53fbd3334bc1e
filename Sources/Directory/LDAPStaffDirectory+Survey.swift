import LDAPClient

extension LDAPStaffDirectory {
    /// What one server says to an operator who asks whether log-ins will work.
    public struct ServerSurvey: Sendable, Equatable {
        /// Its address.
        public var server: String
        /// Why a log-in could not be decided there; nil when it could.
        public var trouble: String?
        /// The certificate it showed, in DER; nil without TLS.
        public var certificate: [UInt8]?
        /// Whether anybody is below `user-base`, as the service account sees it.
        public var hasPeople: Bool
    }

    /// Asks every server as a log-in would, with the service account and without a person's
    /// password.
    public func survey() async -> [ServerSurvey] {
        var surveys: [ServerSurvey] = []
        for (index, url) in plan.urls.enumerated() {
            let found = await threads.run { self.survey(url, self.lookup(at: index)) }
            let nobody = ServerSurvey(
                server: url.description,
                trouble: "not asked",
                hasPeople: false
            )
            surveys.append(found ?? nobody)
        }
        return surveys
    }

    private func survey(_ url: LDAPURL, _ lookup: DirectoryLookup) -> ServerSurvey {
        do throws(LDAPError) {
            let (certificate, hasPeople) = try lookup.survey()
            return ServerSurvey(
                server: url.description,
                trouble: nil,
                certificate: certificate,
                hasPeople: hasPeople
            )
        } catch {
            return ServerSurvey(
                server: url.description,
                trouble: error.words(of: url),
                hasPeople: false
            )
        }
    }
}
