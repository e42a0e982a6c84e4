import Testing

@testable import Diagnostics

@Suite struct SecretMaskTests {
    /// Every notation that a wire has, with the secret `s3cr3t` under a secret's name.
    static let fields: [(String, String)] = [
        (#"{"password":"s3cr3t","n":1}"#, #"{"password":"••••","n":1}"#),
        (#"{"token" : "s3cr\"3t", "n": 1}"#, #"{"token" : "••••", "n": 1}"#),
        (#"{"x":"{\"password\":\"s3cr3t\",\"n\":1}"}"#, #"{"x":"{\"password\":\"••••\",\"n\":1}"}"#),
        (#"{"password":12345,"n":1}"#, #"{"password":••••,"n":1}"#),
        (#"{"tokens":["s3cr3t","s3cr3t2"],"n":1}"#, #"{"tokens":••••,"n":1}"#),
        ("a=1&registerpassword=s3cr3t&b=2", "a=1&registerpassword=••••&b=2"),
        ("http://h/p?key=s3cr3t HTTP/1.1", "http://h/p?key=•••• HTTP/1.1"),
        ("Authorization: Digest username=a, response=s3cr3t\nAccept: x", "Authorization: ••••\nAccept: x"),
        ("set-cookie: a=s3cr3t; path=/\ndate: today", "set-cookie: ••••\ndate: today"),
        ("Guid: s3cr3t", "Guid: ••••"),
        ("LOGIN\r\nOPERATORNAME:sadmin\r\nPASS:s3cr3t\r\nPHONE1:101\r\n", "LOGIN\r\nOPERATORNAME:sadmin\r\nPASS:••••\r\nPHONE1:101\r\n"),
        ("<AccessToken>s3cr3t</AccessToken><a>1</a>", "<AccessToken••••</AccessToken><a>1</a>"),
        (#"<ns:Token value="s3cr3t"/></x>"#, "<ns:Token••••</x>"),
        ("name=\"webkey\"\r\n\r\ns3cr3t\r\n--b\r\n", "name=\"webkey\"\r\n\r\n••••\r\n--b\r\n"),
    ]

    @Test(arguments: fields) func `Values of secret names are masked in every notation`(_ text: String, _ masked: String) {
        #expect(SecretMask().masked(text) == masked)
    }

    @Test(arguments: [
        "a passenger waits", #"{"caller":"s3cr3t"}"#, "monkey=1", "PASS", "pass:", #"{"password"#, "<token", "key=", "\\\"password\\\":\\",
    ])
    func `What is no field is left, and broken text breaks nothing`(_ text: String) {
        let masked = SecretMask().masked(text)
        #expect(masked.contains("••••") == false)
    }

    @Test func `A known secret is masked wherever it stands, in all its spellings`() {
        var mask = SecretMask()
        mask.hide("a b/\"ü<")
        mask.hide("a b")
        mask.hideDerived("0866089e569bbd3d")
        #expect(mask.masked("topic/a b/x") == "topic/••••/x")
        #expect(mask.masked("x=a%20b%2F%22%C3%BC%3C&y=a+b%2f%22%c3%bc%3c") == "x=••••&y=••••")
        #expect(mask.masked(#"{"x":"a b/\"ü<"}"#) == #"{"x":"••••"}"#)
        #expect(mask.masked("<x>a b/&quot;ü&lt;</x>") == "<x>••••</x>")
        #expect(mask.masked("day 0866089e569bbd3d") == "day ••••")
    }

    @Test func `What would be found in everything is masked by its name alone`() {
        var mask = SecretMask()
        mask.hide("1")
        mask.hide("")
        #expect(mask.masked("agent 1001, pin=1") == "agent 1001, pin=••••")
    }
}
