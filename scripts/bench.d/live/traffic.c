/* Traffic for scripts/bench live.
 *
 *   traffic frames DEVICE SOURCE DESTINATION BYTES COUNT RATE   UDP frames of so many bytes, at so many a second (0: all it can)
 *   traffic segments DEVICE SOURCE DESTINATION BYTES COUNT RATE PORT   the same of TCP, data of one connection to that port
 *   traffic pairs DEVICE ADDRESSES SERVERS COUNT RATE PORT      of TCP too, to each of the first SERVERS addresses of scripts/bench flows from each other
 *   traffic sink PORT                                           takes TCP connections and reads them to their end
 *   traffic stream DESTINATION PORT BYTES                       one TCP connection, written in pieces of 64 KB
 *
 * Prints "COUNT SECONDS CPU_SECONDS".
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { BATCH = 64, PIECE = 1 << 16, SMALL = 120 };

static void die(const char *what)
{
	perror(what);
	exit(70);
}

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

static double cpu(void)
{
	struct rusage r;
	getrusage(RUSAGE_SELF, &r);
	return r.ru_utime.tv_sec + r.ru_stime.tv_sec + (r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e6;
}

/* Both ends of a veth answer to any address, so that the frame's own MAC addresses do not matter to a tap. */
static void fill(unsigned char *frame, size_t bytes, const char *source, const char *destination)
{
	struct ether_header *ethernet = (struct ether_header *)frame;
	struct iphdr *ip = (struct iphdr *)(frame + sizeof *ethernet);
	struct udphdr *udp = (struct udphdr *)(ip + 1);

	memset(frame, 'x', bytes);
	memset(ethernet, 2, 12);
	ethernet->ether_type = htons(ETHERTYPE_IP);
	memset(ip, 0, sizeof *ip);
	ip->version = 4;
	ip->ihl = 5;
	ip->ttl = 64;
	ip->protocol = IPPROTO_UDP;
	ip->tot_len = htons(bytes - sizeof *ethernet);
	ip->saddr = inet_addr(source);
	ip->daddr = inet_addr(destination);
	udp->source = htons(1000);
	udp->dest = htons(9);
	udp->len = htons(bytes - sizeof *ethernet - sizeof *ip);
	udp->check = 0;
}

/* The same frame with data of an open connection in place of a datagram. */
static void segment(unsigned char *frame, int port)
{
	struct iphdr *ip = (struct iphdr *)(frame + sizeof(struct ether_header));
	struct tcphdr *tcp = (struct tcphdr *)(ip + 1);

	ip->protocol = IPPROTO_TCP;
	memset(tcp, 0, sizeof *tcp);
	tcp->source = htons(40000);
	tcp->dest = htons(port);
	tcp->seq = htonl(1);
	tcp->ack_seq = htonl(1);
	tcp->doff = 5;
	tcp->ack = 1;
	tcp->psh = 1;
	tcp->window = htons(1000);
}

static void frames(char **a, int port)
{
	static unsigned char frame[PIECE];
	size_t bytes = atoi(a[3]);
	long count = atol(a[4]), sent = 0;
	double rate = atof(a[5]), begun;
	struct sockaddr_ll device = {.sll_family = AF_PACKET, .sll_ifindex = if_nametoindex(a[0])};
	struct iovec piece = {frame, bytes};
	struct mmsghdr messages[BATCH];
	int out = socket(AF_PACKET, SOCK_RAW, 0);

	fill(frame, bytes, a[1], a[2]);
	if (port)
		segment(frame, port);
	memset(messages, 0, sizeof messages);
	for (int i = 0; i < BATCH; i++) {
		messages[i].msg_hdr.msg_iov = &piece;
		messages[i].msg_hdr.msg_iovlen = 1;
	}
	if (out < 0 || bind(out, (struct sockaddr *)&device, sizeof device))
		die(a[0]);
	begun = now();
	while (sent < count) {
		int some = sendmmsg(out, messages, count - sent < BATCH ? count - sent : BATCH, 0);
		if (some < 0)
			die("sendmmsg");
		sent += some;
		while (rate && sent > (now() - begun) * rate)
			;
	}
	printf("%ld %.3f %.3f\n", sent, now() - begun, cpu());
}

/* The address of that number among those that scripts/bench flows names. */
static unsigned int pod(int number)
{
	return htonl(10u << 24 | 77 << 16 | (16 + number % 128) << 8 | (number % 200 + 1));
}

static void pairs(char **a)
{
	static unsigned char frames[BATCH][SMALL];
	int addresses = atoi(a[1]), servers = atoi(a[2]), port = atoi(a[5]);
	long count = atol(a[3]), sent = 0;
	double rate = atof(a[4]), begun;
	struct sockaddr_ll device = {.sll_family = AF_PACKET, .sll_ifindex = if_nametoindex(a[0])};
	struct iovec pieces[BATCH];
	struct mmsghdr messages[BATCH];
	int out = socket(AF_PACKET, SOCK_RAW, 0);

	memset(messages, 0, sizeof messages);
	for (int i = 0; i < BATCH; i++) {
		fill(frames[i], SMALL, "0.0.0.0", "0.0.0.0");
		segment(frames[i], port);
		pieces[i] = (struct iovec){frames[i], SMALL};
		messages[i].msg_hdr.msg_iov = &pieces[i];
		messages[i].msg_hdr.msg_iovlen = 1;
	}
	if (out < 0 || bind(out, (struct sockaddr *)&device, sizeof device))
		die(a[0]);
	begun = now();
	while (sent < count) {
		int some = count - sent < BATCH ? count - sent : BATCH;
		for (int i = 0; i < some; i++) {
			struct iphdr *ip = (struct iphdr *)(frames[i] + sizeof(struct ether_header));
			ip->saddr = pod(servers + 1 + (sent + i) % (addresses - servers - 1));
			ip->daddr = pod(1 + (sent + i) / (addresses - servers - 1) % servers);
		}
		some = sendmmsg(out, messages, some, 0);
		if (some < 0)
			die("sendmmsg");
		sent += some;
		while (rate && sent > (now() - begun) * rate)
			;
	}
	printf("%ld %.3f %.3f\n", sent, now() - begun, cpu());
}

static void sink(char **a)
{
	static char piece[PIECE];
	struct sockaddr_in any = {.sin_family = AF_INET, .sin_port = htons(atoi(a[0]))};
	int in = socket(AF_INET, SOCK_STREAM, 0), yes = 1;

	setsockopt(in, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	if (in < 0 || bind(in, (struct sockaddr *)&any, sizeof any) || listen(in, 5))
		die("sink");
	for (;;) {
		int one = accept(in, NULL, NULL);
		while (one >= 0 && read(one, piece, sizeof piece) > 0)
			;
		close(one);
	}
}

static void stream(char **a)
{
	static char piece[PIECE];
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(atoi(a[1])), .sin_addr.s_addr = inet_addr(a[0])};
	long bytes = atol(a[2]), sent = 0;
	int out = socket(AF_INET, SOCK_STREAM, 0);
	double begun = now();

	if (out < 0 || connect(out, (struct sockaddr *)&to, sizeof to))
		die("stream");
	while (sent < bytes) {
		long some = write(out, piece, sizeof piece);
		if (some < 0)
			die("write");
		sent += some;
	}
	close(out);
	printf("%ld %.3f %.3f\n", sent, now() - begun, cpu());
}

int main(int n, char **a)
{
	if (n == 8 && !strcmp(a[1], "frames"))
		frames(a + 2, 0);
	else if (n == 9 && !strcmp(a[1], "segments"))
		frames(a + 2, atoi(a[8]));
	else if (n == 8 && !strcmp(a[1], "pairs"))
		pairs(a + 2);
	else if (n == 3 && !strcmp(a[1], "sink"))
		sink(a + 2);
	else if (n == 5 && !strcmp(a[1], "stream"))
		stream(a + 2);
	else
		return 64;
	return 0;
}
