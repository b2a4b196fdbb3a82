/* What capturing costs at least: counts packets with libpcap and does nothing else with them.
 *
 *   counter BUFFER_BYTES FILTER    until SIGTERM; on SIGUSR1, and in the end, prints "DELIVERED ACCEPTED DROPPED"
 */
#include <pcap/pcap.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

static pcap_t *handle;
static unsigned long delivered;
static volatile sig_atomic_t asked;

static void ask(int signal)
{
	asked = signal;
	pcap_breakloop(handle);
}

static void count(u_char *user, const struct pcap_pkthdr *header, const u_char *bytes)
{
	(void)user, (void)header, (void)bytes;
	delivered++;
}

static void print(void)
{
	struct pcap_stat stat;
	pcap_stats(handle, &stat);
	printf("%lu %u %u\n", delivered, stat.ps_recv, stat.ps_drop);
	fflush(stdout);
}

int main(int n, char **a)
{
	char error[PCAP_ERRBUF_SIZE];
	struct bpf_program filter;

	if (n != 3)
		return 64;
	handle = pcap_create("any", error);
	if (!handle || pcap_set_snaplen(handle, 262144) || pcap_set_timeout(handle, 10) ||
	    pcap_set_buffer_size(handle, atoi(a[1])) || pcap_activate(handle) < 0 ||
	    pcap_compile(handle, &filter, a[2], 1, PCAP_NETMASK_UNKNOWN) || pcap_setfilter(handle, &filter)) {
		fprintf(stderr, "counter: %s\n", handle ? pcap_geterr(handle) : error);
		return 70;
	}
	signal(SIGTERM, ask);
	signal(SIGUSR1, ask);
	printf("ready\n");
	fflush(stdout);
	do {
		pcap_loop(handle, -1, count, NULL);
		print();
	} while (asked == SIGUSR1);
	return 0;
}
