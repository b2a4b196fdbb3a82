// Reads a pcap file with gopacket's DecodingLayerParser, the fastest of its ways, and counts packets, packets of port 15008 and bytes of
// TLS application data that begin a segment. It follows no tunnels and searches for no tokens.
package main

import (
	"bufio"
	"fmt"
	"io"
	"log"
	"os"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"
)

const (
	hbone           = 15008
	applicationData = 23
)

func main() {
	file, err := os.Open(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	defer file.Close()
	reader, err := pcapgo.NewReader(bufio.NewReaderSize(file, 1<<20))
	if err != nil {
		log.Fatal(err)
	}
	var ethernet layers.Ethernet
	var tag layers.Dot1Q
	var ipv4 layers.IPv4
	var ipv6 layers.IPv6
	var tcp layers.TCP
	var udp layers.UDP
	var payload gopacket.Payload
	parser := gopacket.NewDecodingLayerParser(layers.LayerTypeEthernet, &ethernet, &tag, &ipv4, &ipv6, &tcp, &udp, &payload)
	parser.IgnoreUnsupported = true
	var decoded []gopacket.LayerType
	var packets, matching, records int
	for {
		data, _, err := reader.ZeroCopyReadPacketData()
		if err == io.EOF {
			break
		}
		if err != nil {
			log.Fatal(err)
		}
		packets++
		if parser.DecodeLayers(data, &decoded) != nil {
			continue
		}
		for _, layer := range decoded {
			if layer == layers.LayerTypeTCP && (tcp.SrcPort == hbone || tcp.DstPort == hbone) {
				matching++
				if len(tcp.Payload) > 0 && tcp.Payload[0] == applicationData {
					records++
				}
			}
		}
	}
	fmt.Println(packets, "packets,", matching, "of port 15008,", records, "begin with a TLS record of application data")
}
