import Asterisk
import ConferenceServer
import Exchange
import ICP
import SmartPBX
import WebCTI
import Yeastar

extension [AdapterDescriptor] {
    /// Every kind of exchange that the program speaks to, in the order of lists. A new kind is a folder and a line here.
    public static let all: [AdapterDescriptor] = [
        SmartPBXAdapter.descriptor,
        YeastarAdapter.descriptor,
        WebCTIAdapter.descriptor,
        ConferenceServerAdapter.descriptor,
        ICPAdapter.descriptor,
        AsteriskAdapter.descriptor,
    ]
}
